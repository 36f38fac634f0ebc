"""Rendered public pages, kept for a moment: a thousand visitors see one rendering.

A page shows at most `PAGE_CACHE_SECONDS` (one by default) old numbers; whoever books is decided by
the database, never by what a page says.
"""

import time
from collections.abc import Callable

from flask import Flask, current_app, make_response, request
from werkzeug.wrappers import Response

from ortenaudigital.web.language import current_language

MOST_PAGES = 500


class PageCache:
    """The pages of one process, each with the moment it goes stale."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._pages: dict[tuple[str, str], tuple[float, Response]] = {}

    def get(self, key: tuple[str, str]) -> Response | None:
        """Return a page that is still fresh."""
        ends, page = self._pages.get(key, (0.0, None))
        return page if ends > time.monotonic() else None

    def put(self, key: tuple[str, str], page: Response) -> None:
        """Keep a page; when there are too many, all are forgotten."""
        if len(self._pages) >= MOST_PAGES:
            self._pages.clear()
        self._pages[key] = (time.monotonic() + self.seconds, page)


def init_page_cache(app: Flask) -> None:
    """Make the cache of this app."""
    app.extensions["page_cache"] = PageCache(app.config["PAGE_CACHE_SECONDS"])


def cached_page(render: Callable[[], str]) -> Response:
    """Answer with the kept page for this path and language, or render and keep it."""
    cache: PageCache = current_app.extensions["page_cache"]
    key = (request.path, current_language())
    page = cache.get(key)
    if page is None:
        page = make_response(render())
        page.add_etag()
        page.vary.update(("Accept-Language", "Cookie"))
        page.headers["Cache-Control"] = "private, no-cache"
        cache.put(key, page)
    # A copy, because what follows adds headers and makes it 304 for who has it.
    answer = Response(page.get_data(), page.status, page.headers, mimetype="text/html")
    answer.make_conditional(request.environ)
    return answer
