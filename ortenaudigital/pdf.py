"""PDF by WeasyPrint: tagged for PDF/UA-1, from our own files only."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

STATIC = Path(__file__).parent.parent / "static" / "dist"


def render(html: str, stylesheet: str, images: dict[str, bytes] | None = None) -> bytes:
    """Render a page to a tagged PDF.

    `static:NAME` in an address is a file of `static/dist`; `image:NAME` is one of `images`, PNG.
    No other address is ever opened.
    """
    # Imported here: it takes over a second, and only who makes documents should pay.
    from weasyprint import HTML

    fonts, css = _styles(stylesheet)
    document = HTML(string=html, url_fetcher=_fetcher(images or {}), base_url="static:")
    data: bytes = document.write_pdf(
        stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1", optimize_images=False
    )
    return data


@cache
def _styles(stylesheet: str) -> tuple["FontConfiguration", "CSS"]:
    # Kept: reading the fonts takes longer than laying out a page.
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    css = CSS(string=stylesheet, font_config=fonts, url_fetcher=_fetcher({}), base_url="static:")
    return fonts, css


def _fetcher(images: dict[str, bytes]) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            parts = urlsplit(url)
            name = unquote(parts.path)
            if parts.scheme == "image":
                return URLFetcherResponse(url, images[name], {"Content-Type": "image/png"})
            path = (STATIC / name).resolve()
            if parts.scheme != "static" or not path.is_relative_to(STATIC):
                raise ValueError(f"documents may not open {url}")
            return URLFetcherResponse(url, path.read_bytes())

    return OwnFiles()
