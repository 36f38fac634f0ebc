"""Make a picture anew out of one that somebody sent: only its points come along.

Nothing else does: no place where it was taken, no name, no bytes behind its end, no second frame.
Decoding is bounded by the bytes and points it may have, and done one at a time in each process.
Never call it inside a transaction: it takes a second or so.
"""

import hashlib
import io
import threading
from dataclasses import dataclass

from PIL import Image, ImageFile, ImageOps

from ortenaudigital.adapters.images.errors import (
    BrokenPicture,
    TooFewPixels,
    TooManyBytes,
    TooManyPixels,
)
from ortenaudigital.adapters.images.formats import format_of, webp_size
from ortenaudigital.adapters.images.pdf_page import draw_first_page

MEGABYTE = 1_000_000
MEDIA_TYPE = "image/webp"
# A phone's picture; of JPEG only every second or eighth point is decoded, if that is enough.
_MOST_MEGAPIXELS = {"JPEG": 25, "PNG": 16, "WEBP": 16}
# A progressive one of a camera has ten; each goes over all points once more.
_MOST_SCANS = 100
_LEAST_SIDE = 16
_MOST_RATIO = 20
# A logo as it was drawn has few colours, and stays as it is.
_FEW_COLOURS = 4096
_QUALITY = 86
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Limits:
    """What is taken, in bytes, and how long the longest side of the new picture is, in pixels."""

    bytes: int = 10 * MEGABYTE
    side: int = 1200
    # Whether the first page of a PDF is taken as a picture.
    pdf: bool = False

    @property
    def megabytes(self) -> int:
        """Return what is taken in megabytes."""
        return self.bytes // MEGABYTE


@dataclass(frozen=True)
class CleanPicture:
    """A picture that we made: size in pixels, and its bytes."""

    width: int
    height: int
    media_type: str
    content: bytes

    @property
    def digest(self) -> str:
        """Return what names these bytes, 32 letters."""
        return hashlib.sha256(self.content).hexdigest()[:32]


def clean(upload: bytes, limits: Limits) -> CleanPicture:
    """Make a picture anew: its first frame, upright, in RGB, no larger than `limits` say.

    Raises PictureRefused.
    """
    if len(upload) > limits.bytes:
        raise TooManyBytes(most=limits.megabytes)
    if limits.pdf and upload.startswith(b"%PDF"):
        upload = draw_first_page(upload, limits.side)
    kind = format_of(upload)
    with _ONE_AT_A_TIME:
        # WeasyPrint, in the same process, has Pillow take what is broken for whole.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            _look_at_bytes(upload, kind)
            return _made_anew(upload, kind, limits.side)
        except (TooManyPixels, TooFewPixels):
            raise
        # Decoders of broken files raise whatever they come across, from EOFError to zlib.error.
        except Exception as error:
            raise BrokenPicture() from error


def smaller(content: bytes, side: int) -> CleanPicture:
    """Make a picture of ours once more, its longest side at most `side` pixels."""
    with _ours(content) as picture:
        points = _in_few_modes(picture)
        points.thumbnail((side, side), Image.Resampling.LANCZOS)
    return CleanPicture(points.width, points.height, MEDIA_TYPE, _encoded(points, "WEBP"))


def as_jpeg(content: bytes, size: tuple[int, int]) -> bytes:
    """Write the middle of a picture of ours as JPEG, filling so many pixels, for other sites."""
    buffer = io.BytesIO()
    with _ours(content) as picture:
        below = Image.new("RGB", picture.size, "#ffffff")
        below.paste(picture, mask=picture if picture.mode == "RGBA" else None)
    ImageOps.fit(below, size).save(buffer, "JPEG", quality=_QUALITY, progressive=True)
    return buffer.getvalue()


def as_png(content: bytes) -> bytes:
    """Write a picture of ours as PNG, which every program opens."""
    buffer = io.BytesIO()
    with _ours(content) as picture:
        picture.save(buffer, "PNG")
    return buffer.getvalue()


def _ours(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content), formats=["WEBP"])


def _made_anew(upload: bytes, kind: str, side: int) -> CleanPicture:
    # Of this format alone: no other decoder is tried.
    with _opened(upload, kind) as picture:
        _check_size(picture.size, kind)
        if kind == "JPEG":
            picture.draft("RGB", (side, side))
        picture.load()
        points = _in_few_modes(picture)
        points.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        points = _upright(points, picture)
    # What came with the file is written only if it is handed on, which nothing here does.
    return CleanPicture(points.width, points.height, MEDIA_TYPE, _encoded(points, kind))


def _look_at_bytes(upload: bytes, kind: str) -> None:
    """Refuse what would cost much as soon as it is opened."""
    if kind == "WEBP":
        # Its decoder takes the memory for all points before anybody can ask how many there are.
        _check_size(webp_size(upload), kind)
    if kind == "JPEG" and upload.count(b"\xff\xda") > _MOST_SCANS:
        raise BrokenPicture()


def _opened(upload: bytes, kind: str) -> Image.Image:
    try:
        return Image.open(io.BytesIO(upload), formats=[kind])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels(most=_MOST_MEGAPIXELS[kind]) from error


def _check_size(size: tuple[int, int], kind: str) -> None:
    shorter, longer = sorted(size)
    most = _MOST_MEGAPIXELS[kind]
    if shorter * longer > most * 1_000_000:
        raise TooManyPixels(most=most)
    if shorter < _LEAST_SIDE or longer > shorter * _MOST_RATIO:
        raise TooFewPixels(least=_LEAST_SIDE)


def _in_few_modes(picture: Image.Image) -> Image.Image:
    """Return the points as RGB, or RGBA if some of them can be seen through."""
    if picture.mode.startswith("I"):
        # 65,536 shades of grey: Pillow would cut off all above 255.
        picture = picture.convert("I").point(lambda shade: shade / 257).convert("L")
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    # Not a second time in memory, if it is so already.
    return picture if picture.mode == mode else picture.convert(mode)


def _upright(points: Image.Image, picture: Image.Image) -> Image.Image:
    try:
        turned = {
            2: Image.Transpose.FLIP_LEFT_RIGHT,
            3: Image.Transpose.ROTATE_180,
            4: Image.Transpose.FLIP_TOP_BOTTOM,
            5: Image.Transpose.TRANSPOSE,
            6: Image.Transpose.ROTATE_270,
            7: Image.Transpose.TRANSVERSE,
            8: Image.Transpose.ROTATE_90,
        }.get(picture.getexif().get(0x0112, 1))
    # What says how it was held may be broken, while the picture is not.
    except Exception:
        return points
    return points if turned is None else points.transpose(turned)


def _encoded(picture: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    lossless = kind != "JPEG" and picture.getcolors(_FEW_COLOURS) is not None
    picture.save(buffer, "WEBP", lossless=lossless, quality=_QUALITY, method=4)
    return buffer.getvalue()
