"""QR codes by `qrcode`: error correction M, the segments chosen so that the code stays small."""

import io
import re

import qrcode
import qrcode.constants
from PIL import Image

QUIET_ZONE = 4
PNG_PIXELS_PER_MODULE = 8
# Trying all eight for the fewest penalty points took nine tenths of the time of a code, and codes
# with the winner were read no better: docs/decisions/0061-one-mask-for-qr-codes.md.
MASK = 2
_DARK = re.compile(b"\x01+")


def modules(content: str) -> list[list[bool]]:
    """Return the code row by row with its quiet zone, True where it is dark."""
    code = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET_ZONE, mask_pattern=MASK
    )
    code.add_data(content, optimize=6)
    # With `fit` it would look for the size twice.
    code.make(fit=False)
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
    runs = (run.span() for run in _DARK.finditer(bytes(row)))
    return "".join(f"M{x} {y}h{end - x}v1h-{end - x}z" for x, end in runs)
