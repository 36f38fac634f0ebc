"""Tables as files that are handed out."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from flask import get_template_attribute
from flask.globals import app_ctx, request_ctx
from werkzeug.wrappers import Response

from ortenaudigital.adapters.tables import FORMATS, Format, Table
from ortenaudigital.kernel.errors import NotFound


def format_of(kind: str) -> Format:
    """Return the format of a kind of file. Raises NotFound."""
    if kind not in FORMATS:
        raise NotFound()
    return FORMATS[kind]


def table_answer(table: Table, kind: str) -> Response:
    """Hand out a table as a file; what was not read yet is read while it is sent.

    Raises NotFound.
    """
    chosen = format_of(kind)
    # Rows that are there already belong to the session of this request, which then is over.
    pieces = chosen.pieces(table)
    at_once = isinstance(table.rows, Sequence)
    content = [b"".join(pieces)] if at_once else _of_some(pieces)
    headers = {"Content-Disposition": f'attachment; filename="{table.name}.{chosen.suffix}"'}
    answer = Response(content, content_type=chosen.mimetype, headers=headers)
    # Whoever leaves in between leaves nothing open, and no file with names in it.
    answer.call_on_close(pieces.close)
    return answer


def _of_some(pieces: Iterator[bytes]) -> Iterator[bytes] | list[bytes]:
    """Make the first pieces now: what fails at once is told, and a short file goes out whole."""
    first = list(islice(pieces, 2))
    return first if len(first) < 2 else _in_request(first, pieces)


def _in_request(first: Sequence[bytes], pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Make each piece within the request that asked for it, and hold nothing of it in between.

    Flask's own way holds the database's connection until the slowest reader has read all.
    """
    of_app = app_ctx._get_current_object()  # type: ignore[attr-defined]  # they are proxies
    of_request = request_ctx._get_current_object()  # type: ignore[attr-defined]  # as above

    def made() -> Iterator[bytes]:
        yield from first
        while True:
            with of_app, of_request:
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece

    return made()


def words_by(template: str, macro: str) -> Callable[..., str]:
    """Return a function that says what a macro of a page shows, as plain text for a cell."""
    shown = get_template_attribute(template, macro)

    def words(*values: object) -> str:
        return " ".join(shown(*values).striptags().split())

    return words
