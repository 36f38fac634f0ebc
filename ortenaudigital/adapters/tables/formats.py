"""The formats that a table can be written in."""

import csv
import io
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice

from ortenaudigital.adapters.tables.cells import unformulated
from ortenaudigital.adapters.tables.description import Cell, Table
from ortenaudigital.adapters.tables.workbooks import xlsx_pieces

PIECE_LINES = 500
Line = list[Cell]


@dataclass(frozen=True)
class Format:
    """A kind of file. `pieces` makes it as it is read, which takes as much memory for any table."""

    suffix: str
    mimetype: str
    pieces: Callable[[Table], Generator[bytes, None, None]]

    def write(self, table: Table) -> bytes:
        """Return the whole file."""
        return b"".join(self.pieces(table))


def csv_pieces(table: Table) -> Generator[bytes, None, None]:
    """Write a table as CSV as German spreadsheets read it: semicolons, UTF-8 with a mark."""
    encoding, titles = "utf-8-sig", Line(table.titles())
    lines = chain([titles], table.lines())
    while some := list(islice(lines, PIECE_LINES)):
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
        writer.writerows([_as_text(cell) for cell in line] for line in some)
        yield out.getvalue().encode(encoding, "replace")
        encoding = "utf-8"


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    if not isinstance(cell, str):
        return str(cell)
    return unformulated(cell)


FORMATS: dict[str, Format] = {
    "csv": Format("csv", "text/csv; charset=utf-8", csv_pieces),
    "xlsx": Format(
        "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_pieces
    ),
}
