"""A camera that shows whatever a test holds in front of it."""

import base64
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import BrowserContext, Page

CAMERA_SCRIPT = Path(__file__).with_name("camera.js").read_text(encoding="utf-8")
PIXELS_PER_POINT = 150 / 72


def page_of_pdf(document: bytes, number: int) -> Image.Image:
    """Draw a page of a document as a printer or a screen would."""
    pages = pypdfium2.PdfDocument(document)
    try:
        drawn: Image.Image = pages[number - 1].render(scale=PIXELS_PER_POINT).to_pil()
        return drawn
    finally:
        pages.close()


def give_camera(context: BrowserContext) -> None:
    """Replace the camera of all pages of a context; what it sees is up to `show`."""
    context.add_init_script(CAMERA_SCRIPT)


def show(page: Page, picture: Image.Image) -> None:
    """Hold a picture in front of the camera until another one, or nothing, is shown."""
    file = BytesIO()
    picture.save(file, "PNG")
    encoded = base64.b64encode(file.getvalue()).decode()
    page.evaluate("picture => testCamera.show(picture)", encoded)


def show_nothing(page: Page) -> None:
    page.evaluate("testCamera.showNothing()")
