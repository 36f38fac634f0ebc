"""The formats that a table can be written in. This is the only place that makes cells harmless."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ortenaudigital.adapters.tables.description import Cell, Table

# A spreadsheet takes a text that begins so for a formula, and would run what a guest typed.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
WIDEST = 60


@dataclass(frozen=True)
class Format:
    """A kind of file."""

    suffix: str
    mimetype: str
    write: Callable[[Table], bytes]


def write_csv(table: Table) -> bytes:
    """Write a table as CSV as German spreadsheets read it: semicolons, UTF-8 with a mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([_as_text(title) for title in table.titles()])
    writer.writerows([_as_text(cell) for cell in line] for line in table.lines())
    return out.getvalue().encode("utf-8-sig", "replace")


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


def write_xlsx(table: Table) -> bytes:
    """Write a table as XLSX: texts are texts there, whatever they begin with."""
    # Here, for all processes would hold it, 2 MB, and tables are ordered once a day.
    import xlsxwriter

    out = io.BytesIO()
    # In memory: no file with names in it is left behind if this ends in the middle.
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_sheet_name(table.name))
        bold = book.add_format({"bold": True})
        styles: dict[type, Any] = {
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        for place, title in enumerate(table.titles()):
            sheet.write_string(0, place, title, bold)
        for number, line in enumerate(table.lines(), start=1):
            for place, cell in enumerate(line):
                _write_cell(sheet, number, place, cell, styles.get(type(cell)))
        sheet.freeze_panes(1, 0)
        sheet.autofit(WIDEST * 7)
    return out.getvalue()


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
    "csv": Format("csv", "text/csv; charset=utf-8", write_csv),
    "xlsx": Format(
        "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx
    ),
}
