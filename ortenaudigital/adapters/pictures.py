"""Pictures by Pillow: the card that other sites show beside a link to a page."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
_MARGIN = 80
_GREEN, _LINES, _GOLD = "#0b4a37", "#1d5846", "#f4c542"
_WHITE, _PALE = "#ffffff", "#cfe3d9"
# Of the five towns, as on the foot of every page.
_DOTS = ("#7fd0a8", "#4fa3b8", "#f4c542", "#d98bab", "#cfe3d9")
# The largest at which the title has no more than three lines.
_TITLE_SIZES = (92, 80, 68, 58, 48)
_MOST_LINES = 3


@dataclass(frozen=True)
class Fonts:
    """Where the files of the two weights lie."""

    regular: Path
    bold: Path


@dataclass(frozen=True)
class Card:
    """What stands on the card: a title, some lines below it, one at the foot."""

    title: str
    lines: Sequence[str]
    foot: str


def draw_card(card: Card, fonts: Fonts, mark: Path) -> bytes:
    """Draw a card of 1200 × 630 pixels as PNG. Characters that the fonts lack come out as boxes."""
    picture = Image.new("RGB", SIZE, _GREEN)
    draw = ImageDraw.Draw(picture)
    _draw_rows_of_vines(draw)
    with Image.open(mark) as tile:
        picture.paste(tile.convert("RGB").resize((96, 96)), (_MARGIN, 56))
    bottom = _draw_title(draw, card.title, fonts.bold)
    line_font = ImageFont.truetype(fonts.regular, 38)
    for line in card.lines:
        text = _cut(line, line_font)
        draw.text((_MARGIN, bottom), text, font=line_font, fill=_PALE)
        bottom += 54
    _draw_foot(draw, card.foot, fonts.regular)
    buffer = io.BytesIO()
    picture.quantize(64, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _draw_rows_of_vines(draw: ImageDraw.ImageDraw) -> None:
    for radius in range(300, 1700, 44):
        box = (1240 - radius, 1080 - radius, 1240 + radius, 1080 + radius)
        draw.ellipse(box, outline=_LINES, width=2)


def _draw_title(draw: ImageDraw.ImageDraw, title: str, file: Path) -> int:
    """Draw the title as large as it fits; return where the lines below it begin."""
    for size in _TITLE_SIZES:
        font = ImageFont.truetype(file, size)
        lines = list(_wrapped(title, font))
        if len(lines) <= _MOST_LINES:
            break
    top = 186
    for line in lines[:_MOST_LINES]:
        draw.text((_MARGIN, top), line, font=font, fill=_WHITE)
        top += round(size * 1.15)
    return top + 18


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > _width():
            yield line
            longer = word
        line = _cut(longer, font)
    yield line


def _cut(text: str, font: ImageFont.FreeTypeFont) -> str:
    if font.getlength(text) <= _width():
        return text
    while text and font.getlength(f"{text}…") > _width():
        text = text[:-1]
    return f"{text.rstrip()}…"


def _width() -> int:
    return SIZE[0] - 2 * _MARGIN


def _draw_foot(draw: ImageDraw.ImageDraw, foot: str, file: Path) -> None:
    font = ImageFont.truetype(file, 30)
    for number, colour in enumerate(_DOTS):
        left = _MARGIN + 30 * number
        draw.ellipse((left, 553, left + 18, 571), fill=colour)
    draw.text((_MARGIN + 170, 562), _cut(foot, font), font=font, fill=_PALE, anchor="lm")
    draw.rectangle((0, SIZE[1] - 12, SIZE[0], SIZE[1]), fill=_GOLD)
