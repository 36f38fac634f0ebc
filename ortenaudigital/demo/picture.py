"""The picture of the sample edition, drawn on the spot: the sun over hills with rows of vines."""

import io
from datetime import datetime

from PIL import Image, ImageDraw

from ortenaudigital.adapters.images import Limits, clean, smaller
from ortenaudigital.events.queries import find_event
from ortenaudigital.pictures.commands import store_picture

SIZE = (1600, 900)
_SKY, _SUN, _LINE = "#dcebe4", "#f4c542", "#0b4a37"
# From the back to the front: where the top of a hill is, how wide it is, and its colour.
_HILLS = ((420, 360, 1500, "#9cc7b2"), (1250, 430, 1700, "#5f9f83"), (620, 600, 2600, "#1d5846"))


def with_picture(text: str, slug: str, now: datetime) -> str:
    """Return the file of a sample event with its picture, which is drawn if it has none yet."""
    known = find_event(slug)
    picture = (known.picture_id if known else None) or _store(now)
    words = '{ de = "Hügel mit Reben, darüber die Sonne", en = "Hills with vines below the sun",'
    words += ' fr = "Des collines et des vignes sous le soleil" }'
    lines = f'picture = "{picture}"\npicture_alt = {words}\n'
    return text.replace("[event]\n", f"[event]\n{lines}", 1)


def _store(now: datetime) -> object:
    picture = clean(_drawn(), Limits(side=SIZE[0]))
    return store_picture(picture, now, smaller(picture.content, 480))


def _drawn() -> bytes:
    picture = Image.new("RGB", SIZE, _SKY)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((1030, 130, 1250, 350), fill=_SUN)
    for middle, top, width, colour in _HILLS:
        hill = (middle - width // 2, top, middle + width // 2, top + 1400)
        draw.ellipse(hill, fill=colour)
    for row in range(14):
        # Rows of vines run down the hill in front, further apart below.
        foot = -700 + row * 190
        draw.line((620 + (foot - 620) // 6, 640, foot, 900), fill=_LINE, width=7)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()
