"""What people send as a picture: refused in words, or made anew of its points alone."""

import gzip
import io
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator

import pytest
from PIL import Image, ImageFile

from ortenaudigital.adapters.images import Limits, PictureRefused, clean
from tests import samples_of_pictures as files

# What is large is made by the test that needs it: all processes load this file.
Content = bytes | Callable[[], bytes]
MEGABYTES = 1_000_000
# Of a child that decodes: what Python and Pillow take, and the points of the largest it takes.
MOST_RSS_KILOBYTES = 210_000

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">' + files.SCRIPT + b"</svg>"
REFUSED: dict[str, tuple[Content, str]] = {
    "nothing": (b"", "picture_empty"),
    "words": (b"no picture at all", "picture_refused"),
    "zeros": (bytes(5000), "picture_refused"),
    "a page with a script": (b"<!DOCTYPE html>" + files.SCRIPT, "picture_drawn"),
    "SVG with a script": (SVG, "picture_drawn"),
    "SVG after blanks": (b"\n\n   " + SVG, "picture_drawn"),
    "SVG with a byte order mark": (b"\xef\xbb\xbf" + SVG, "picture_drawn"),
    "SVG in UTF-16": (SVG.decode().encode("utf-16"), "picture_drawn"),
    "packed SVG": (gzip.compress(SVG), "picture_drawn"),
    "GIF": (files.saved(files.drawn(), "GIF"), "picture_format"),
    "GIF that is a script": (files.gif_that_is_a_script(), "picture_format"),
    "TIFF": (files.saved(files.drawn(), "TIFF"), "picture_format"),
    "BMP": (files.saved(files.drawn(), "BMP"), "picture_format"),
    "ICO": (files.saved(files.drawn((32, 32)), "ICO"), "picture_format"),
    "AVIF": (files.saved(files.drawn(), "AVIF"), "picture_format"),
    "JPEG 2000": (b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(50), "picture_format"),
    "EPS, which programs would run": (b"%!PS-Adobe-3.0 EPSF-3.0\n", "picture_format"),
    "PDF": (b"%PDF-1.7\n", "picture_format"),
    "ZIP": (b"PK\x03\x04" + bytes(50), "picture_format"),
    "program": (b"MZ\x90\x00" + bytes(500), "picture_refused"),
    "PHP": (b"<?php system($_GET['c']); ?>", "picture_drawn"),
    "too many bytes": (lambda: files.png() + bytes(10 * MEGABYTES), "picture_too_many_bytes"),
    "PNG of 30,000 × 30,000 points": (
        lambda: files.png_head(30_000, 30_000, bytes(MEGABYTES)),
        "picture_too_many_pixels",
    ),
    "PNG of 5,000 × 4,000 points": (files.png_head(5000, 4000), "picture_too_many_pixels"),
    "WebP of 16,000 × 16,000 points": (
        files.webp_canvas(16_000, 16_000),
        "picture_too_many_pixels",
    ),
    "PNG of two billion points in a row": (
        files.png_head(2**31 - 1, 1),
        "picture_too_many_pixels",
    ),
    "PNG without points": (files.png_head(0, 0), "picture_broken"),
    "PNG with too few bytes": (files.png_head(400, 400, bytes(50)), "picture_broken"),
    "PNG with a wrong sum": (files.png()[:60] + b"\xff\xff" + files.png()[62:], "picture_broken"),
    "PNG with a text that unpacks to 100 MB": (
        lambda: files.with_chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(100 * MEGABYTES))),
        "picture_broken",
    ),
    "JPEG that ends in the middle": (files.jpeg()[:1500], "picture_broken"),
    "JPEG that is only its beginning": (b"\xff\xd8\xff\xe0", "picture_broken"),
    "JPEG with a thousand scans": (lambda: files.scanned_often(1000), "picture_broken"),
    "WebP that ends in the middle": (files.webp()[:60], "picture_broken"),
    "WebP without a body": (b"RIFF\x04\x00\x00\x00WEBP", "picture_broken"),
    "one point": (files.png((1, 1)), "picture_too_few_pixels"),
    "a hair": (files.png((16, 4000)), "picture_too_few_pixels"),
}

CLEANED: dict[str, Content] = {
    "JPEG with its place and its author": files.with_exif(),
    "JPEG with broken Exif": files.jpeg(exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff" + b"\xff" * 40),
    "JPEG with a remark": files.jpeg(comment=files.PERSONAL + files.SCRIPT),
    "JPEG with XMP": files.jpeg(xmp=b"<x:xmpmeta>" + files.PERSONAL + b"</x:xmpmeta>"),
    "JPEG with a broken colour profile": files.jpeg(icc_profile=b"\xff" * 3000 + files.PERSONAL),
    "JPEG that is a ZIP as well": files.jpeg() + b"PK\x03\x04" + files.PERSONAL + b"PK\x05\x06",
    "PNG that is PHP as well": files.png() + b"<?php system('id'); ?>" + files.PERSONAL,
    "PNG that is a page as well": files.with_chunk(b"tEXt", b"Comment\0" + files.SCRIPT),
    "PNG with a remark": files.with_chunk(b"tEXt", b"Author\0" + files.PERSONAL),
    "PNG with a chunk of nobody": files.with_chunk(b"prVt", files.PERSONAL),
    "CMYK": files.jpeg(mode="CMYK"),
    "grey": files.jpeg(mode="L"),
    "black and white": files.png(mode="1"),
    "16 bit": files.saved(files.drawn(mode="L").convert("I;16"), "PNG"),
    "palette that can be seen through": files.png(mode="P", transparency=0),
    "RGBA": files.png(mode="RGBA"),
    "grey with alpha": files.png(mode="LA"),
    "progressive": files.jpeg(progressive=True),
    "animated WebP": files.animated("WEBP"),
    "animated PNG": files.animated("PNG"),
    "lossless WebP": files.webp(lossless=True),
    "a photograph of 24 million points": lambda: files.jpeg((6000, 4000)),
    "PNG of 16 million points": lambda: files.png((4000, 4000)),
}


def made_of(content: Content) -> bytes:
    return content if isinstance(content, bytes) else content()


@pytest.fixture(autouse=True)
def documents_were_made_before() -> Iterator[None]:
    """WeasyPrint changes how Pillow decodes, in all of the process."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, True
    yield
    ImageFile.LOAD_TRUNCATED_IMAGES = before


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_words(name: str) -> None:
    content, code = REFUSED[name]
    with pytest.raises(PictureRefused) as refusal:
        clean(made_of(content), Limits())
    assert refusal.value.code == code
    assert str(refusal.value).endswith(".")


# Pillow warns of broken Exif, and goes on.
@pytest.mark.filterwarnings("ignore:Corrupt EXIF:UserWarning")
@pytest.mark.parametrize("name", CLEANED)
def test_only_its_points_are_left(name: str) -> None:
    made = clean(made_of(CLEANED[name]), Limits())
    for word in (files.PERSONAL, b"script", b"PK\x03", b"php", b"xmp", b"Exif", b"EXIF", b"ICCP"):
        assert word not in made.content
    with Image.open(io.BytesIO(made.content)) as stored:
        stored.load()
        assert (stored.format, stored.mode) in {("WEBP", "RGB"), ("WEBP", "RGBA")}
        assert stored.size == (made.width, made.height)
        assert max(stored.size) <= Limits().side
        assert not getattr(stored, "is_animated", False)
        assert not stored.getexif()
    # Nothing stands behind what the head of the file announces.
    assert int.from_bytes(made.content[4:8], "little") + 8 == len(made.content)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_are_turned_upright(orientation: int) -> None:
    back = [0, 1, 2, 3, 4, 5, 6, 7, 8][orientation]
    turned = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }.get(back)
    held = files.drawn() if turned is None else files.drawn().transpose(turned)
    exif = Image.Exif()
    exif[files.ORIENTATION] = orientation
    made = clean(files.saved(held, "JPEG", exif=exif, quality=95), Limits())
    with Image.open(io.BytesIO(made.content)) as stored:
        assert stored.size == (400, 200)
        points = [stored.convert("RGB").getpixel(at) for at in ((40, 40), (150, 150), (350, 40))]
    blue, red, white = points
    assert blue[2] > 150 > blue[0]
    assert red[0] > 150 > red[2]
    assert min(white) > 200


def test_shades_of_16_bit_are_kept() -> None:
    whole = Image.new("I;16", (64, 64), 32_000)
    made = clean(files.saved(whole, "PNG"), Limits())
    with Image.open(io.BytesIO(made.content)) as stored:
        assert stored.convert("RGB").getpixel((5, 5)) == (124, 124, 124)


def test_a_logo_stays_as_it_was_drawn() -> None:
    made = clean(files.png(mode="RGBA"), Limits())
    with Image.open(io.BytesIO(made.content)) as stored:
        assert stored.convert("RGB").tobytes() == files.drawn().tobytes()


def test_the_same_picture_has_the_same_digest() -> None:
    one, other = (clean(files.with_exif(), Limits()) for _ in range(2))
    assert one.digest == other.digest
    assert len(one.digest) == 32


COSTLY: dict[str, Content] = {
    "PNG of 30,000 × 30,000 points": REFUSED["PNG of 30,000 × 30,000 points"][0],
    "WebP of 16,000 × 16,000 points": REFUSED["WebP of 16,000 × 16,000 points"][0],
    "a text that unpacks to 100 MB": REFUSED["PNG with a text that unpacks to 100 MB"][0],
    "PNG of 16 million points": lambda: files.png((4000, 4000), "RGBA"),
    "progressive, of 24 million points": lambda: files.jpeg(
        (6000, 4000), progressive=True, subsampling=0
    ),
}
MEASURE = """
import re, sys
from ortenaudigital.adapters.images import Limits, PictureRefused, clean
data = sys.stdin.buffer.read()
try:
    clean(data, Limits())
except PictureRefused as refusal:
    print(refusal.code)
said = open("/proc/self/status").read()
print(*[re.search(name + r":\\s*([0-9]+)", said)[1] for name in ("VmPeak", "VmHWM")])
"""


def measured(data: bytes) -> tuple[int, int]:
    """Clean a picture in a child; return what it asked for at most, and what it used, in kB."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], input=data, capture_output=True, check=True
    )
    asked, used = done.stdout.split()[-2:]
    return int(asked), int(used)


@pytest.mark.parametrize("name", COSTLY)
def test_the_memory_that_it_takes_is_bounded(name: str) -> None:
    _, used = measured(made_of(COSTLY[name]))
    assert used < MOST_RSS_KILOBYTES


def test_the_decoder_of_webp_is_not_asked_how_large_it_is() -> None:
    # It takes the memory for all points when it is opened, and Pillow lets it for these.
    usual, _ = measured(files.webp())
    asked, _ = measured(files.webp_canvas(12_000, 12_000))
    assert asked < usual + 100_000
