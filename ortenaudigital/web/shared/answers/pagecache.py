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
from ortenaudigital.web.shared.language import choose_language

MOST_PAGES = 500
Key = tuple[str, str]
Headers = list[tuple[str, str]]


@dataclass
class Page:
    """A rendered page, and the moment it goes stale."""

    html: str
    stale_at: float
    _packed: dict[str, tuple[bytes, Headers]] = field(default_factory=dict)

    def packed(self, encoding: str) -> tuple[bytes, Headers]:
        """Return the page in an encoding (none is `""`) with its headers, made once for all."""
        found = self._packed.get(encoding)
        if found is None:
            data = self.html.encode()
            body = pack(data, encoding) if encoding else data
            found = self._packed[encoding] = body, _headers_of(data, encoding)
        return found


def _headers_of(data: bytes, encoding: str) -> Headers:
    etag = sha256(data).hexdigest()[:16]
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Vary", "Accept-Language, Accept-Encoding, Cookie"),
        ("Cache-Control", "private, no-cache"),
        # The same page in another encoding is another file.
        ("ETag", f'"{etag}-{encoding}"' if encoding else f'"{etag}"'),
    ]
    return [*headers, ("Content-Encoding", encoding)] if encoding else headers


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
        return Page(render(), time.monotonic() + self.seconds)


def init_page_cache(app: Flask) -> None:
    """Make the cache of this app."""
    app.extensions["page_cache"] = PageCache(app.config["PAGE_CACHE_SECONDS"])


def cached_page(render: Callable[[], str]) -> Response:
    """Answer with a page that is the same for everyone; who has it is told so."""
    body, headers = _page(render).packed(best_encoding())
    answer = Response(body, headers=headers)
    if "HTTP_IF_NONE_MATCH" in request.environ:
        answer.make_conditional(request.environ)
    return answer


def cached_form(render: Callable[[], str], fill: Callable[[str], str]) -> Response:
    """Answer with a page that is the same for everyone but for what `fill` puts into it."""
    return Response(fill(_page(render).html), mimetype="text/html")


def _page(render: Callable[[], str]) -> Page:
    cache: PageCache = current_app.extensions["page_cache"]
    # A query is the visitor's own, and the links of the language switch repeat it.
    if request.query_string and set(request.args) - {"lang"}:
        return PageCache(0).page(("", ""), render)
    return cache.page((request.path, choose_language()), render)
