"""Tables as files: the same cells in each format, nothing that a spreadsheet would run."""

import csv
import io
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from lxml import etree

from ortenaudigital.adapters.tables import FORMATS, Cell, Column, Table, formats

LINES = 12
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def table(*cells: Cell) -> Table:
    columns = [Column(f"Spalte {n}", lambda row, n=n: row[n]) for n in range(len(cells))]
    return Table("liste", columns, [cells])


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def read_xlsx(content: bytes) -> list[list[tuple[str, str]]]:
    """Return kind and value of each cell; a formula is a kind of its own."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        named = "xl/sharedStrings.xml" in book.namelist()
        shared = etree.fromstring(book.read("xl/sharedStrings.xml")) if named else []
        texts = ["".join(each.itertext()) for each in shared]
        sheet = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    return [[_cell(cell, texts) for cell in row] for row in sheet.iter(f"{MAIN}row")]


def _cell(cell: etree._Element, texts: list[str]) -> tuple[str, str]:
    if cell.find(f"{MAIN}f") is not None:
        return "formula", ""
    if cell.get("t") == "inlineStr":
        return "text", "".join(cell.itertext())
    value = cell.findtext(f"{MAIN}v") or ""
    return ("text", texts[int(value)]) if cell.get("t") == "s" else ("number", value)


DANGEROUS = [
    "=1+1",
    '=HYPERLINK("http://example.org";"Klick")',
    "+49 781 820",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "＝1",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_is_a_formula(text: str) -> None:
    (_, (cell,)) = read_csv(FORMATS["csv"].write(table(text)))
    assert cell.startswith("'")
    (_, (found,)) = read_xlsx(FORMATS["xlsx"].write(table(text)))
    assert found[0] == "text"


@pytest.mark.parametrize(
    "text", ["Erika Müller", "a=b", "Zelt; 3 × 2 m", 'Sie sagt "ja"', "zwei\nZeilen", "", "😀"]
)
def test_ordinary_texts_come_out_as_they_went_in(text: str) -> None:
    assert read_csv(FORMATS["csv"].write(table(text, "x")))[1] == [text, "x"]
    assert ("text", "x") in read_xlsx(FORMATS["xlsx"].write(table(text, "x")))[1]


def test_other_values_stay_what_they_are() -> None:
    line = (-3, date(2027, 10, 1), datetime(2027, 10, 1, 9, 30, 5), None)  # noqa: DTZ001  # a clock's
    assert read_csv(FORMATS["csv"].write(table(*line)))[1] == [
        *("-3", "2027-10-01", "2027-10-01 09:30:05", "")
    ]
    kinds = [kind for kind, _ in read_xlsx(FORMATS["xlsx"].write(table(*line)))[1]]
    assert kinds == ["number"] * 3


def test_titles_are_guarded_as_well() -> None:
    evil = Table("x", [Column("=1", str)], [])
    assert read_csv(FORMATS["csv"].write(evil)) == [["'=1"]]


@pytest.mark.parametrize("text", ["\x00a", "\ud800a", "\x1b[31ma", "\ufffea"])
def test_what_no_file_may_hold_is_left_out(text: str) -> None:
    (_, (cell,)) = read_csv(FORMATS["csv"].write(table(text)))
    assert cell.endswith("a")
    (_, (found,)) = read_xlsx(FORMATS["xlsx"].write(table(text)))
    assert found[1].endswith("a")


def long_table(read: list[int]) -> Table:
    """A table that notes which of its lines were read."""

    class Rows:
        def __len__(self) -> int:
            return LINES

        def __iter__(self) -> Iterator[tuple[Cell, ...]]:
            for number in range(LINES):
                read.append(number)
                yield f"Müller {number}", "=1", number, date(2027, 10, 1), None

    return Table("lang", table(1, 2, 3, 4, 5).columns, Rows())


def test_a_long_csv_is_written_as_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = FORMATS["csv"].write(long_table([]))
    monkeypatch.setattr(formats, "PIECE_LINES", 4)
    read: list[int] = []
    pieces = FORMATS["csv"].pieces(long_table(read))
    first = next(pieces)
    # The titles are a line as well.
    assert read == [0, 1, 2]
    assert first + b"".join(pieces) == whole
    assert len(read_csv(whole)) == 1 + LINES


def test_a_long_xlsx_has_the_same_cells_and_leaves_no_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    whole = read_xlsx(FORMATS["xlsx"].write(long_table([])))
    monkeypatch.setattr(formats, "LONG", 3)
    monkeypatch.setattr(formats, "PIECE_BYTES", 100)
    found = FORMATS["xlsx"].write(long_table([]))
    assert read_xlsx(found) == whole
    with zipfile.ZipFile(io.BytesIO(found)) as book:
        # Texts that are listed once are all in memory until the end.
        assert "xl/sharedStrings.xml" not in book.namelist()
    pieces = FORMATS["xlsx"].pieces(long_table([]))
    next(pieces)
    assert list(tmp_path.iterdir())
    # Whoever asked for it has gone.
    pieces.close()  # type: ignore[attr-defined]  # a generator
    assert not list(tmp_path.iterdir())
