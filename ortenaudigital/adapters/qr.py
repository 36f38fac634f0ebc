"""QR codes by `qrcode`: error correction M, the segments chosen so that the code stays small."""

import io

import qrcode
import qrcode.constants
from qrcode.image.pil import PilImage
from qrcode.image.svg import SvgPathImage

QUIET_ZONE = 4
PNG_PIXELS_PER_MODULE = 8


def _code(content: str, pixels_per_module: int) -> "qrcode.QRCode[PilImage]":
    code: qrcode.QRCode[PilImage] = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M,
        box_size=pixels_per_module,
        border=QUIET_ZONE,
        image_factory=PilImage,
    )
    code.add_data(content, optimize=6)
    code.make(fit=True)
    return code


def png(content: str) -> bytes:
    """Draw the code as a grey PNG, 8 pixels a module, with its quiet zone."""
    buffer = io.BytesIO()
    drawing = _code(content, PNG_PIXELS_PER_MODULE).make_image().get_image()
    # Not 1-bit, which is smaller: the PDF renderer would turn it into colour and pack it twice.
    drawing.convert("L").save(buffer, "PNG")
    return buffer.getvalue()


def svg(content: str) -> str:
    """Draw the code as one SVG element to be put into a page."""
    drawing = _code(content, 10).make_image(image_factory=SvgPathImage)
    # Several of them may stand on one page, where an id stands once.
    return str(drawing.to_string(encoding="unicode")).replace(' id="qr-path"', "")
