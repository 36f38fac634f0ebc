"""Tables as files that are handed out."""

from werkzeug.wrappers import Response

from ortenaudigital.adapters.tables import FORMATS, Table
from ortenaudigital.kernel.errors import NotFound


def table_answer(table: Table, kind: str) -> Response:
    """Hand out a table as CSV or XLSX. Raises NotFound for another kind."""
    if kind not in FORMATS:
        raise NotFound()
    chosen = FORMATS[kind]
    headers = {"Content-Disposition": f'attachment; filename="{table.name}.{chosen.suffix}"'}
    return Response(chosen.write(table), content_type=chosen.mimetype, headers=headers)
