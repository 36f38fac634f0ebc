"""QR codes by `qrcode`: error correction M, the segments chosen so that the code stays small."""

import io
from itertools import groupby

import qrcode
import qrcode.constants
from PIL import Image

QUIET_ZONE = 4
PNG_PIXELS_PER_MODULE = 8
# Trying all eight for the fewest penalty points took nine tenths of the time of a code, and codes
# with the winner were read no better: docs/decisions/0061-one-mask-for-qr-codes.md.
MASK = 2


def modules(content: str) -> list[list[bool]]:
    """Return the code row by row with its quiet zone, True where it is dark."""
    code = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET_ZONE, mask_pattern=MASK
    )
    code.add_data(content, optimize=6)
    code.make(fit=True)
    return code.get_matrix()


def bitmap(content: str) -> tuple[int, bytes]:
    """Draw the code with 1 bit a pixel, 8 pixels a module: its width in pixels, and its rows."""
    rows = modules(content)
    # A module of a row is one whole byte.
    lines = [bytes(0x00 if dark else 0xFF for dark in row) for row in rows]
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
    rows = modules(content)
    size = len(rows)
    path = "".join(_bars(y, row) for y, row in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}mm" height="{size}mm" '
        f'viewBox="0 0 {size} {size}" shape-rendering="crispEdges"><path d="{path}"/></svg>'
    )


def _bars(y: int, row: list[bool]) -> str:
    # One for all dark modules side by side: a third of the bytes of one for each.
    bars, x = "", 0
    for dark, run in groupby(row):
        width = sum(1 for _ in run)
        if dark:
            bars += f"M{x} {y}h{width}v1h-{width}z"
        x += width
    return bars
