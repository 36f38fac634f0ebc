"""From HTML to PDF. WeasyPrint is imported where it is used: only who makes documents pays."""

import atexit
import io
import logging
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from PIL import Image

if TYPE_CHECKING:
    from weasyprint import CSS, Document
    from weasyprint.text.fonts import FontConfiguration

STATIC = Path(__file__).parents[3] / "static" / "dist"
PNG, SVG = {"Content-Type": "image/png"}, {"Content-Type": "image/svg+xml"}
NO_PICTURES: Mapping[str, bytes] = {}
# The fonts of so many style sheets and threads, 1 to 3 MB each: there are five, and two.
KEPT = 16


class IncompleteDocument(Exception):
    """A file of the document could not be read: a ticket without its code must not go out."""


def render(
    html: str,
    stylesheet: str,
    on_page: Callable[[int], None] | None = None,
    pictures: Mapping[str, bytes] = NO_PICTURES,
) -> bytes:
    """Render a page to a tagged PDF. Raises IncompleteDocument, and what `on_page` raises.

    `static:NAME` in an address is a file of `static/dist`, `picture:NAME` one of `pictures`. No
    other address is ever opened.
    `on_page` is told of each page that is begun, from 1.
    """
    with _told_of_pages(on_page):
        data: bytes = lay_out(html, stylesheet, pictures=pictures).write_pdf(pdf_variant="pdf/ua-1")
    return data


def lay_out(
    html: str,
    stylesheet: str,
    places: list[str] | None = None,
    pictures: Mapping[str, bytes] = NO_PICTURES,
) -> "Document":
    """Lay out a document, to be written. Raises IncompleteDocument.

    `place:NAME` as the address of an image keeps a place: its name is added to `places`, and the
    blank image of the first is 1 pixel wide, that of the second 2.
    """
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    fonts, css = _styles(stylesheet, threading.get_ident())
    try:
        page = HTML(string=html, url_fetcher=_own_files()(places, pictures), base_url="static:")
        return page.render(stylesheets=[css], font_config=fonts, optimize_images=False)
    except FatalURLFetchingError as error:
        raise IncompleteDocument(str(error)) from error


@contextmanager
def _told_of_pages(on_page: Callable[[int], None] | None) -> Iterator[None]:
    if on_page is None:
        yield
        return
    # WeasyPrint says how far it is in its log only.
    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    progress.propagate = False
    handler = _PageHandler(on_page)
    progress.addHandler(handler)
    try:
        yield
    finally:
        progress.removeHandler(handler)


class _PageHandler(logging.Handler):
    def __init__(self, on_page: Callable[[int], None]) -> None:
        super().__init__()
        self._on_page = on_page
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        found = re.search(r"Creating layout - Page (\d+)", record.getMessage())
        # Another thread may make another document at the same time.
        if found and record.thread == self._thread:
            self._on_page(int(found[1]))


@lru_cache(KEPT)
def _styles(stylesheet: str, _thread: int) -> tuple["FontConfiguration", "CSS"]:
    # Kept: reading the fonts takes longer than laying out a page. Of each thread its own: Pango
    # writes in its fonts as it lays out, and two threads that do so at once destroy its memory.
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    # It removes its copies of the fonts when it goes, for which Python must still be whole.
    atexit.register(_styles.cache_clear)
    fonts = FontConfiguration()
    fetcher = _own_files()(None)
    css = CSS(string=stylesheet, font_config=fonts, url_fetcher=fetcher, base_url="static:")
    return fonts, css


@cache
def _own_files() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        def __init__(
            self, places: list[str] | None, pictures: Mapping[str, bytes] = NO_PICTURES
        ) -> None:
            # Not the parent's: it gets ready for the web, which this one never opens.
            self._places = places
            self._fail_on_errors = True
            self._pictures = pictures

        def fetch(self, url: str, headers: Any = None) -> Any:
            parts = urlsplit(url)
            name = unquote(parts.path)
            if parts.scheme == "place" and self._places is not None:
                self._places.append(name)
                return URLFetcherResponse(url, _blank(len(self._places)), PNG)
            if parts.scheme == "picture" and name in self._pictures:
                data = self._pictures[name]
                drawn = data.startswith(b"<svg")
                return URLFetcherResponse(url, data, SVG if drawn else PNG)
            path = (STATIC / name).resolve()
            if parts.scheme != "static" or not path.is_relative_to(STATIC):
                raise ValueError(f"documents may not open {url}")
            return URLFetcherResponse(url, path.read_bytes())

    return OwnFiles


def _blank(width: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (width, 1)).save(buffer, "PNG")
    return buffer.getvalue()
