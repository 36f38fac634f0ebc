"""Pictures for tests: sound ones, and what people send in their place."""

import io
import struct
import zlib
from datetime import datetime
from typing import Any

from PIL import Image

from ortenaudigital.adapters.images import Limits, clean, smaller
from ortenaudigital.kernel.db import transaction
from ortenaudigital.pictures.commands import store_picture


def a_picture(now: datetime) -> dict[str, str]:
    """Keep a picture; return what stands in its address."""
    picture = clean(png(), Limits())
    with transaction():
        picture_id = store_picture(picture, now, smaller(picture.content, 100))
    return {"picture_id": str(picture_id), "digest": picture.digest}


PERSONAL = b"Erika Mustermann"
SCRIPT = b"<script>alert(1)</script>"
ORIENTATION, ARTIST, GPS = 0x0112, 0x013B, 0x8825


def drawn(size: tuple[int, int] = (400, 200), mode: str = "RGB") -> Image.Image:
    """Return a picture whose left half is red, and whose upper left corner is blue."""
    picture = Image.new("RGB", size, "#ffffff")
    width, height = size
    picture.paste("#c81e1e", (0, 0, width // 2, height))
    picture.paste("#1e3cc8", (0, 0, width // 4, height // 2))
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def png(size: tuple[int, int] = (400, 200), mode: str = "RGB", **options: Any) -> bytes:
    return saved(drawn(size, mode), "PNG", **options)


def jpeg(size: tuple[int, int] = (400, 200), mode: str = "RGB", **options: Any) -> bytes:
    return saved(drawn(size, mode), "JPEG", **({"quality": 90} | options))


def webp(size: tuple[int, int] = (400, 200), **options: Any) -> bytes:
    return saved(drawn(size), "WEBP", **options)


def with_exif(orientation: int = 1) -> bytes:
    """Return a JPEG that says where it was taken and by whom, and how the phone was held."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[ARTIST] = orientation, PERSONAL.decode()
    exif[GPS] = {1: "N", 2: (48.0, 37.0, 12.0), 3: "E", 4: (8.0, 4.0, 30.0)}
    return jpeg(exif=exif)


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def with_chunk(name: bytes, data: bytes) -> bytes:
    """Return a PNG with one more chunk behind its head."""
    whole = png()
    return whole[:33] + chunk(name, data) + whole[33:]


def png_head(width: int, height: int, data: bytes = b"") -> bytes:
    """Return a PNG that says it has so many points, and has `data` in their place."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    packed = zlib.compress(data, 9)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def webp_canvas(width: int, height: int) -> bytes:
    """Return an animated WebP that says its frames are so large; each is as small as can be."""
    frame = saved(Image.new("RGB", (16, 16)), "WEBP", lossless=True)[12:]
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    moved = b"\0" * 6 + (15).to_bytes(3, "little") * 2 + (100).to_bytes(3, "little") + b"\0"
    parts = [
        (b"VP8X", b"\x02\0\0\0" + size),
        (b"ANIM", b"\0" * 6),
        (b"ANMF", moved + frame),
    ]
    body = b"".join(n + struct.pack("<I", len(d)) + d + b"\0" * (len(d) % 2) for n, d in parts)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def animated(kind: str) -> bytes:
    frames = [drawn((64, 64)), Image.new("RGB", (64, 64), "#000000")]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def scanned_often(times: int) -> bytes:
    """Return a progressive JPEG whose scans come again and again: each goes over all its points."""
    whole = jpeg(progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:last] + whole[last:-2] * times + b"\xff\xd9"


def gif_that_is_a_script() -> bytes:
    return b"GIF89a/*" + saved(drawn((16, 16)), "GIF")[8:] + b"*/=1;alert(1)"
