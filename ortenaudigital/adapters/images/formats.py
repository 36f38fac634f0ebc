"""What a file is, by its first bytes: neither its name nor what a browser says is asked."""

from ortenaudigital.adapters.images.errors import (
    AnotherFormat,
    BrokenPicture,
    DrawnPicture,
    EmptyFile,
    PictureRefused,
)

_KNOWN = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
)
# Named, so that people know what to do; Pillow is never asked to decode any of them.
_REFUSED = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"II+\x00", "TIFF"),
    (b"MM\x00+", "TIFF"),
    (b"\x00\x00\x01\x00", "ICO"),
    (b"8BPS", "Photoshop"),
    (b"%!PS", "EPS"),
    (b"%PDF", "PDF"),
    (b"\xc5\xd0\xd3\xc6", "EPS"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (b"qoif", "QOI"),
    (b"PK\x03\x04", "ZIP"),
)
_BRANDS = {b"avif": "AVIF", b"avis": "AVIF", b"heic": "HEIC", b"heix": "HEIC", b"mif1": "HEIC"}
_TEXT_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<", b"\x1f\x8b")


def format_of(data: bytes) -> str:
    """Return `PNG`, `JPEG` or `WEBP`. Raises PictureRefused, which says what else it is."""
    if not data:
        raise EmptyFile()
    for start, name in _KNOWN:
        if data.startswith(start):
            return name
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    # Packed SVG begins like any packed file.
    if data[:64].lstrip().startswith(_TEXT_STARTS):
        raise DrawnPicture()
    for start, name in _REFUSED:
        if data.startswith(start):
            raise AnotherFormat(format=name)
    if data[4:8] == b"ftyp" and data[8:12] in _BRANDS:
        raise AnotherFormat(format=_BRANDS[data[8:12]])
    raise PictureRefused()


def webp_size(data: bytes) -> tuple[int, int]:
    """Return width and height of a WebP in pixels, as its head says. Raises BrokenPicture."""
    kind, head = data[12:16], data[20:30]
    if len(head) < 10:
        raise BrokenPicture()
    if kind == b"VP8X":
        return _little(head[4:7]) + 1, _little(head[7:10]) + 1
    if kind == b"VP8L":
        bits = _little(head[1:5])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        return _little(head[6:8]) & 0x3FFF, _little(head[8:10]) & 0x3FFF
    raise BrokenPicture()


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")
