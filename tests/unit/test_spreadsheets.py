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

from ortenaudigital.adapters.tables import FORMATS, Cell, Column, Table, formats, workbooks

LINES = 12
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def table(*cells: Cell) -> Table:
    columns = [Column(f"Spalte {n}", lambda row, n=n: row[n]) for n in range(len(cells))]
    return Table("liste", columns, [cells])


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def read_xlsx(content: bytes, name: str = "sheet1") -> list[list[tuple[str, str]]]:
    """Return kind and value of each cell; a formula is a kind of its own."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        named = "xl/sharedStrings.xml" in book.namelist()
        shared = etree.fromstring(book.read("xl/sharedStrings.xml")) if named else []
        texts = ["".join(each.itertext()) for each in shared]
        sheet = etree.fromstring(book.read(f"xl/worksheets/{name}.xml"))
    return [[_cell(cell, texts) for cell in row] for row in sheet.iter(f"{MAIN}row")]


def _cell(cell: etree._Element, texts: list[str]) -> tuple[str, str]:
    if cell.find(f"{MAIN}f") is not None:
        return "formula", ""
    if cell.get("t") == "inlineStr":
        return "text", "".join(cell.itertext())
    value = cell.findtext(f"{MAIN}v") or ""
    return ("text", texts[int(value)]) if cell.get("t") == "s" else ("number", value)


# As people typed them: no sign that is seen may be lost, and no two words may become one.
ODD = {
    "Dr.\u00a0Müller": "Dr.\u00a0Müller",
    "1\u202f000": "1\u202f000",
    "👨\u200d👩\u200d👧": "👨\u200d👩\u200d👧",
    "eins\r\nzwei": "eins\nzwei",
    "eins\rzwei": "eins\nzwei",
    "eins\vzwei": "eins\nzwei",
    "eins\u2028zwei": "eins\nzwei",
    "0781 820": "0781 820",
    "01067": "01067",
    "1E5": "1E5",
}


@pytest.mark.parametrize("text", ODD)
def test_no_sign_that_is_seen_is_lost(text: str) -> None:
    assert read_csv(FORMATS["csv"].write(table(text)))[1] == [ODD[text]]
    assert read_xlsx(FORMATS["xlsx"].write(table(text)))[1] == [("text", ODD[text])]


@pytest.mark.parametrize("sign", ["x", "ü", "😀"])
def test_a_text_that_no_cell_holds_is_cut_and_says_so(sign: str) -> None:
    text = "a" + 40_000 * sign
    (_, ((kind, found),)) = read_xlsx(FORMATS["xlsx"].write(table(text)))
    assert (kind, found[-1]) == ("text", "…")
    assert text.startswith(found[:-1])
    assert 32_760 < len(found.encode("utf-16-le")) / 2 <= 32_767
    # A CSV has no such limit.
    assert read_csv(FORMATS["csv"].write(table(text)))[1] == [text]


DANGEROUS = [
    "\u00a0=1",
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


def test_a_long_xlsx_is_written_as_it_is_read_with_the_same_cells(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    whole = read_xlsx(FORMATS["xlsx"].write(long_table([])))
    monkeypatch.setattr(workbooks, "LONG", 3)
    monkeypatch.setattr(workbooks, "PIECE_BYTES", 1)
    read: list[int] = []
    pieces = FORMATS["xlsx"].pieces(long_table(read))
    first = next(pieces)
    assert len(read) < LINES
    # No name lies on the disk meanwhile.
    assert not list(tmp_path.iterdir())
    assert read_xlsx(first + b"".join(pieces)) == whole


@pytest.mark.parametrize("text", [*ODD, "_x000D_"])
def test_a_text_is_the_same_in_a_long_xlsx(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    short = FORMATS["xlsx"].write(table("x", text, datetime(2027, 10, 1, 9, 30, 5)))  # noqa: DTZ001  # a clock's
    monkeypatch.setattr(workbooks, "LONG", 0)
    streamed = FORMATS["xlsx"].write(table("x", text, datetime(2027, 10, 1, 9, 30, 5)))  # noqa: DTZ001  # as above
    assert read_xlsx(streamed)[0] == read_xlsx(short)[0]
    for (kind, value), (other_kind, other) in zip(
        read_xlsx(streamed)[1], read_xlsx(short)[1], strict=True
    ):
        same = value == other if kind == "text" else float(value) == pytest.approx(float(other))
        assert (kind, same) == (other_kind, True)


def test_what_a_sheet_cannot_hold_goes_on_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "LONG", 3)
    monkeypatch.setattr(workbooks, "MOST_ROWS", 8)
    content = FORMATS["xlsx"].write(long_table([]))
    numbers = [[row[2][1] for row in read_xlsx(content, f"sheet{each}")[1:]] for each in (1, 2)]
    assert numbers == [[str(each) for each in range(8)], [str(each) for each in range(8, 12)]]
