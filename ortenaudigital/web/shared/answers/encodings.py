"""Answers are packed as the browser takes them: by brotli or gzip, or not at all.

What a browser takes is read once, before anything answers: WhiteNoise looks for the mere names, so
that `br;q=0`, "no brotli", would get brotli.
"""

import gzip
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import brotli
from flask import Flask, request
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header
from werkzeug.wrappers import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

# The better one first.
ENCODINGS = ("br", "gzip")
LEAST_BYTES = 500
# Level 9 saves 2 % of a page's bytes for a third more work than level 5, brotli at level 5
# saves 10 % for twice the work: that is for pages that are kept.
GZIP_LEVEL = 5
BROTLI_LEVEL = 5
_PACKABLE = {"application/json", "application/manifest+json", "application/xml", "image/svg+xml"}
_HEADER = "HTTP_ACCEPT_ENCODING"


@lru_cache(maxsize=256)
def accepted(header: str) -> str:
    """Return what of `ENCODINGS` an Accept-Encoding header takes: names, the better one first.

    Those that are taken less gladly than no encoding are left out.
    """
    qualities = parse_accept_header(header, Accept)
    least = qualities.quality("identity")
    taken = {name: qualities.quality(name) for name in ENCODINGS}
    names = [name for name, quality in taken.items() if quality > 0 and quality >= least]
    return ", ".join(sorted(names, key=lambda name: -taken[name]))


def read_encodings(app: "WSGIApplication") -> "WSGIApplication":
    """Wrap a WSGI app, so that it sees only encodings that the browser really takes."""

    def read(environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        if header := environ.get(_HEADER):
            environ[_HEADER] = accepted(header)
        return app(environ, start_response)

    return read


def best_encoding() -> str:
    """Name the encoding for the answer to this request; nothing means none."""
    return str(request.environ.get(_HEADER, "")).partition(",")[0]


def pack(data: bytes, encoding: str) -> bytes:
    """Pack by one of `ENCODINGS`; the same bytes give the same bytes at any time."""
    if encoding == "br":
        return brotli.compress(data, quality=BROTLI_LEVEL)
    return gzip.compress(data, GZIP_LEVEL, mtime=0)


def init_packing(app: Flask) -> None:
    """Pack the answers of this app, those to refused forms too."""

    @app.after_request
    def pack_answer(answer: Response) -> Response:
        if not _is_packable(answer) or len(answer.get_data()) < LEAST_BYTES:
            return answer
        answer.vary.add("Accept-Encoding")
        if "gzip" in str(request.environ.get(_HEADER)):
            answer.set_data(pack(answer.get_data(), "gzip"))
            answer.headers["Content-Encoding"] = "gzip"
        return answer


def _is_packable(answer: Response) -> bool:
    if "Content-Encoding" in answer.headers or answer.is_streamed:
        return False
    kind = answer.mimetype or ""
    return kind.startswith("text/") or kind in _PACKABLE
