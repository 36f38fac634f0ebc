"""The formats that a table can be written in. This is the only place that makes cells harmless."""

import csv
import io
import tempfile
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from ortenaudigital.adapters.tables.description import Cell, Table

# A spreadsheet takes a text that begins so for a formula, and would run what a guest typed.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
WIDEST, USUAL_WIDTH = 60, 18
# Longer tables are never in memory as a whole.
LONG = 5_000
PIECE_LINES, PIECE_BYTES = 500, 65_536
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
    text = _printable(cell)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def _printable(text: str) -> str:
    # What no spreadsheet shows; line breaks and tabs may stand within a cell.
    return "".join(char for char in text if char.isprintable() or char in "\n\t")


def xlsx_pieces(table: Table) -> Generator[bytes, None, None]:
    """Write a table as XLSX: texts are texts there, whatever they begin with."""
    lines = table.lines()
    first = list(islice(lines, LONG + 1))
    if len(first) <= LONG:
        # In memory: no file with names in it is left behind if this ends in the middle.
        out = io.BytesIO()
        _write_book(out, {"in_memory": True}, table, first)
        yield out.getvalue()
        return
    with tempfile.TemporaryDirectory(prefix="table-") as folder:
        path = Path(folder) / "table.xlsx"
        _write_book(path, {"constant_memory": True, "tmpdir": folder}, table, chain(first, lines))
        with path.open("rb") as file:
            while piece := file.read(PIECE_BYTES):
                yield piece


def _write_book(
    out: io.BytesIO | Path, options: dict[str, Any], table: Table, lines: Iterable[Line]
) -> None:
    # Here, for all processes would hold it, 2 MB, and tables are ordered once a day.
    import xlsxwriter

    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet(_sheet_name(table.name))
        sheet.freeze_panes(1, 0)
        if "in_memory" not in options:
            # What is written row by row cannot be measured for it.
            sheet.set_column(0, len(table.columns) - 1, USUAL_WIDTH)
        _write_lines(book, sheet, table, lines)
        if "in_memory" in options:
            sheet.autofit(WIDEST * 7)


def _write_lines(book: Any, sheet: Any, table: Table, lines: Iterable[Line]) -> None:
    bold = book.add_format({"bold": True})
    styles: dict[type, Any] = {
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    for place, title in enumerate(table.titles()):
        sheet.write_string(0, place, title, bold)
    for number, line in enumerate(lines, start=1):
        for place, cell in enumerate(line):
            _write_cell(sheet, number, place, cell, styles.get(type(cell)))


def _sheet_name(name: str) -> str:
    return "".join(char for char in name if char not in "[]:*?/\\'")[:31] or "1"


def _write_cell(sheet: Any, row: int, place: int, cell: Cell, style: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, place, _printable(cell))
    elif isinstance(cell, (date, datetime)):
        sheet.write_datetime(row, place, cell, style)
    elif cell is not None:
        sheet.write_number(row, place, cell)


FORMATS: dict[str, Format] = {
    "csv": Format("csv", "text/csv; charset=utf-8", csv_pieces),
    "xlsx": Format(
        "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_pieces
    ),
}
