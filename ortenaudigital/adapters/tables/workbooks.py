"""Tables as XLSX: short ones by xlsxwriter, long ones written while they are sent.

No library writes a workbook to whoever reads it meanwhile: they need files that can be sought in,
so that one of 200,000 rows began after ten seconds and lay on the disk until it was sent. The book
itself, with its styles, is xlsxwriter's also then; only the rows are ours.
"""

import io
import re
import zipfile
from collections.abc import Generator, Iterable, Iterator
from datetime import date, datetime
from itertools import chain, islice
from typing import Any
from xml.sax.saxutils import escape

from ortenaudigital.adapters.tables.cells import of_length, printable
from ortenaudigital.adapters.tables.description import Cell, Table

WIDEST = 60
# Longer tables are never in memory as a whole.
LONG = 2_000
PIECE_BYTES = 65_536
# Of a sheet, its titles aside; what is beyond goes on another one.
MOST_ROWS = 1_048_575
# So many rows say how wide the columns are.
SAMPLE = 200
MOMENT, DATE = "yyyy-mm-dd hh:mm:ss", "yyyy-mm-dd"
_DAY_NOUGHT = datetime(1899, 12, 30)  # noqa: DTZ001  # a spreadsheet's, which knows no zones
_DAY = 86_400
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_STYLE = re.compile(r'<c r="[AB]2" s="(\d+)"')
Line = list[Cell]
Styles = dict[type, str]


def xlsx_pieces(table: Table) -> Generator[bytes, None, None]:
    """Write a table as XLSX: texts are texts there, whatever they begin with."""
    lines = table.lines()
    first = list(islice(lines, LONG + 1))
    if len(first) <= LONG:
        yield _book([table.name], table, lambda sheet, styles: _write_lines(sheet, styles, first))
        return
    yield from _streamed(table, first, chain(first, lines))


def _book(names: list[str], table: Table, fill: Any) -> bytes:
    # Here, for all processes would hold it, 2 MB, and tables are ordered once a day.
    import xlsxwriter

    out = io.BytesIO()
    # In memory: no file with names in it is left behind if this ends in the middle.
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        styles = {
            datetime: book.add_format({"num_format": MOMENT}),
            date: book.add_format({"num_format": DATE}),
        }
        for name in names:
            sheet = book.add_worksheet(_sheet_name(name))
            sheet.freeze_panes(1, 0)
            for place, title in enumerate(table.titles()):
                sheet.write_string(0, place, title, bold)
            fill(sheet, styles)
    return out.getvalue()


def _sheet_name(name: str) -> str:
    return "".join(char for char in name if char not in "[]:*?/\\'")[:31] or "1"


def _write_lines(sheet: Any, styles: dict[type, Any], lines: Iterable[Line]) -> None:
    for number, line in enumerate(lines, start=1):
        for place, cell in enumerate(line):
            _write_cell(sheet, number, place, cell, styles.get(type(cell)))
    sheet.autofit(WIDEST * 7)


def _write_cell(sheet: Any, row: int, place: int, cell: Cell, style: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, place, of_length(printable(cell)))
    elif isinstance(cell, (date, datetime)):
        sheet.write_datetime(row, place, cell, style)
    elif cell is not None:
        sheet.write_number(row, place, cell)


class _Sent:
    """What a file was written to that nobody can seek in: taken from here as soon as it is made."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Do nothing: what was written is there."""

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def _streamed(
    table: Table, sample: list[Line], lines: Iterator[Line]
) -> Generator[bytes, None, None]:
    sheets = 1 + len(table.rows) // MOST_ROWS
    names = [table.name, *(f"{number} {table.name}" for number in range(2, sheets + 1))]
    empty = _book(names, table, lambda sheet, styles: _like(sheet, styles, sample[:SAMPLE]))
    sent = _Sent()
    with (
        zipfile.ZipFile(io.BytesIO(empty)) as source,
        zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as target,  # type: ignore[call-overload]  # it asks for no more than that
    ):
        rows = {f"xl/worksheets/sheet{number + 1}.xml" for number in range(sheets)}
        for each in source.infolist():
            if each.filename not in rows:
                target.writestr(each.filename, source.read(each))
        for name in sorted(rows, key=lambda each: (len(each), each)):
            before, after, styles = _around(source.read(name).decode())
            with target.open(name, "w", force_zip64=True) as sheet:
                sheet.write(before.encode())
                for piece in _rows(islice(lines, MOST_ROWS), styles):
                    sheet.write(piece)
                    if made := sent.taken():
                        yield made
                sheet.write(after.encode())
    yield sent.taken()


def _like(sheet: Any, styles: dict[type, Any], sample: list[Line]) -> None:
    """Make a sheet as wide as some rows need, with one row that shows how moments look."""
    _write_lines(sheet, styles, sample)
    for place in range(max(2, len(sample[0]))):
        sheet.write_blank(1, place, None)
    sheet.write_datetime(1, 0, _DAY_NOUGHT.replace(year=2000), styles[datetime])
    sheet.write_datetime(1, 1, date(2000, 1, 1), styles[date])


def _around(sheet: str) -> tuple[str, str, Styles]:
    """Return what of a sheet comes before its rows and after them, and the styles of moments."""
    moment, day = _STYLE.findall(sheet)
    before, rest = sheet.split('<row r="2"', 1)
    # It says how many rows there are, which nobody knows yet; it may be left out.
    before = re.sub(r"<dimension [^>]*/>", "", before)
    return before, rest[rest.index("</sheetData>") :], {datetime: moment, date: day}


def _rows(lines: Iterable[Line], styles: Styles) -> Iterator[bytes]:
    piece, size = [], 0
    for number, line in enumerate(lines, start=2):
        row = "".join([_xml(cell, number, place, styles) for place, cell in enumerate(line)])
        piece.append(f'<row r="{number}">{row}</row>')
        size += len(row)
        if size > PIECE_BYTES:
            yield "".join(piece).encode()
            piece, size = [], 0
    yield "".join(piece).encode()


def _xml(cell: Cell, row: int, place: int, styles: Styles) -> str:
    if cell is None or cell == "":
        return ""
    at = f"{_letters(place)}{row}"
    if isinstance(cell, str):
        text = escape(_ESCAPE.sub("_x005F_", of_length(printable(cell))))
        return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(cell, date):
        return f'<c r="{at}" s="{styles[type(cell)]}"><v>{_serial(cell)}</v></c>'
    return f'<c r="{at}"><v>{cell}</v></c>'


def _serial(moment: date) -> str:
    """Return how spreadsheets count moments: in days, since before 1900."""
    if not isinstance(moment, datetime):
        return str((moment - _DAY_NOUGHT.date()).days)
    return repr((moment - _DAY_NOUGHT).total_seconds() / _DAY)


def _letters(place: int) -> str:
    return chr(65 + place) if place < 26 else _letters(place // 26 - 1) + chr(65 + place % 26)
