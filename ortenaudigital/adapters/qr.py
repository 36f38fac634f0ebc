"""Drawings of QR codes: error correction M, the segments chosen so that the code stays small."""

import io
import re

from PIL import Image

from ortenaudigital.adapters.qr_encoding import encode

QUIET_ZONE = 4
PNG_PIXELS_PER_MODULE = 8
# Trying all eight for the fewest penalty points took nine tenths of the time of a code, and codes
# with the winner were read no better: docs/decisions/0061-one-mask-for-qr-codes.md.
MASK = 2
_DARK = re.compile("1+")
# A module as a byte of eight white or dark pixels.
_PIXELS = {ord("0"): 0xFF, ord("1"): 0x00}


def modules(content: str) -> list[str]:
    """Return the code row by row with its quiet zone, 1 where it is dark, else 0."""
    width, all_rows = encode(content, MASK, QUIET_ZONE)
    return [all_rows[start : start + width] for start in range(0, len(all_rows), width)]


def bitmap(content: str) -> tuple[int, bytes]:
    """Draw the code with 1 bit a pixel, 8 pixels a module: its width in pixels, and its rows."""
    rows = modules(content)
    lines = [row.translate(_PIXELS).encode("latin-1") for row in rows]
    data = b"".join(line * PNG_PIXELS_PER_MODULE for line in lines)
    return len(rows) * PNG_PIXELS_PER_MODULE, data


def png(content: str) -> bytes:
    """Draw the code as a 1-bit PNG, 8 pixels a module, with its quiet zone."""
    width, data = bitmap(content)
    buffer = io.BytesIO()
    Image.frombytes("1", (width, width), data).save(buffer, "PNG")
    return buffer.getvalue()


def svg(content: str) -> str:
    """Draw the code as one SVG element to be put into a page, a module 1 mm wide."""
    size, rows = encode(content, MASK, QUIET_ZONE)
    # One for all dark modules side by side: a third of the bytes of one for each. None goes on in
    # the next row, for the quiet zone is between.
    runs = [run.span() for run in _DARK.finditer(rows)]
    path = "".join([f"M{x % size} {x // size}h{end - x}v1h-{end - x}z" for x, end in runs])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}mm" height="{size}mm" '
        f'viewBox="0 0 {size} {size}" shape-rendering="crispEdges"><path d="{path}"/></svg>'
    )
