"""Tables as files that are handed out."""

from collections.abc import Iterator
from itertools import chain, islice

from flask import stream_with_context
from werkzeug.wrappers import Response

from ortenaudigital.adapters.tables import FORMATS, Table
from ortenaudigital.kernel.errors import NotFound


def table_answer(table: Table, kind: str) -> Response:
    """Hand out a table as CSV or XLSX, however long, as it is written. Raises NotFound."""
    if kind not in FORMATS:
        raise NotFound()
    chosen = FORMATS[kind]
    headers = {"Content-Disposition": f'attachment; filename="{table.name}.{chosen.suffix}"'}
    pieces = _of_some(stream_with_context(chosen.pieces(table)))
    return Response(pieces, content_type=chosen.mimetype, headers=headers)


def _of_some(pieces: Iterator[bytes]) -> Iterator[bytes] | list[bytes]:
    """Make the first pieces now: what fails at once is told, and a short file goes out whole."""
    first = list(islice(pieces, 2))
    return first if len(first) < 2 else chain(first, pieces)
