"""Rendered public pages, kept for a moment: a thousand visitors see one rendering.

A page shows at most `PAGE_CACHE_SECONDS` (one by default) old numbers; whoever books is decided by
the database, never by what a page says. What is a visitor's own (the id of a form) is left open in
the kept page and filled in for each.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

from ortenaudigital.web.shared.answers.encodings import best_encoding, pack
from ortenaudigital.web.shared.language import current_language

MOST_PAGES = 500
Key = tuple[str, str]


@dataclass
class Page:
    """A rendered page, and the moment it goes stale."""

    html: str
    etag: str
    stale_at: float
    _packed: dict[str, bytes] = field(default_factory=dict)

    def packed(self, encoding: str) -> bytes:
        """Return the page in an encoding, packed once for all who take it; none is `""`."""
        found = self._packed.get(encoding)
        if found is None:
            data = self.html.encode()
            found = self._packed[encoding] = pack(data, encoding) if encoding else data
        return found


class PageCache:
    """The pages of one process."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._pages: dict[Key, Page] = {}

    def page(self, key: Key, render: Callable[[], str]) -> Page:
        """Return a page that is still fresh, or render and keep it."""
        page = self._pages.get(key)
        if page is None or page.stale_at <= time.monotonic():
            page = self._render(render)
            if len(self._pages) >= MOST_PAGES:
                self._pages.clear()
            self._pages[key] = page
        return page

    def _render(self, render: Callable[[], str]) -> Page:
        html = render()
        etag = sha256(html.encode()).hexdigest()[:16]
        return Page(html, etag, time.monotonic() + self.seconds)


def init_page_cache(app: Flask) -> None:
    """Make the cache of this app."""
    app.extensions["page_cache"] = PageCache(app.config["PAGE_CACHE_SECONDS"])


def cached_page(render: Callable[[], str]) -> Response:
    """Answer with a page that is the same for everyone; who has it is told so."""
    page = _page(render)
    encoding = best_encoding()
    answer = Response(page.packed(encoding), mimetype="text/html")
    if encoding:
        answer.headers["Content-Encoding"] = encoding
    # The same page in another encoding is another file.
    answer.set_etag(f"{page.etag}-{encoding}" if encoding else page.etag)
    answer.vary.update(("Accept-Language", "Accept-Encoding", "Cookie"))
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.make_conditional(request.environ)
    return answer


def cached_form(render: Callable[[], str], fill: Callable[[str], str]) -> Response:
    """Answer with a page that is the same for everyone but for what `fill` puts into it."""
    return Response(fill(_page(render).html), mimetype="text/html")


def _page(render: Callable[[], str]) -> Page:
    cache: PageCache = current_app.extensions["page_cache"]
    # A query is the visitor's own, and the links of the language switch repeat it.
    if set(request.args) - {"lang"}:
        return PageCache(0).page(("", ""), render)
    return cache.page((request.path, current_language()), render)
