"""How figures of `make bench` are told: rows, multiples of the no-op route, marked sections."""

import pytest

from tests.benchmarks.frame.settings import read_settings
from tests.benchmarks.frame.table import (
    HEADS,
    NOOP,
    Row,
    against_noop,
    figure,
    replace_section,
    row_of,
    table,
)
from tests.benchmarks.load import Result


def _row(work: str, clients: int, cpu: float, database: str = "SQLite") -> Row:
    return Row(work, database, clients, 100, 1, 2, cpu)


def test_a_load_becomes_a_row_in_which_a_batch_counts_by_what_is_in_it() -> None:
    result = Result([0.1, 0.2, 0.3], wall=0.6, answers=[], units=100)
    row = row_of("scan", "SQLite", 8, result, cpu=0.6)
    assert (row.a_second, row.p50, row.cpu) == pytest.approx((500, 2, 2))


def test_multiples_are_of_the_noop_with_as_many_clients_on_the_same_database() -> None:
    rows = [
        _row(NOOP, 1, 0.5),
        _row(NOOP, 8, 0.4),
        _row(NOOP, 8, 0.2, "PostgreSQL"),
        _row("scan", 1, 1.0),
        _row("scan", 8, 1.0),
        _row("scan", 8, 1.0, "PostgreSQL"),
        # Of the fewest clients, since the route was not measured with as many.
        _row("scan", 32, 1.0),
    ]
    found = [row.times_noop for row in against_noop(rows)]
    assert found[3:] == [pytest.approx(2), pytest.approx(2.5), pytest.approx(5), pytest.approx(2)]


def test_all_lines_of_a_table_are_equally_long_and_have_all_columns() -> None:
    lines = table([_row("scan", 8, 1.234), _row("a longer name", 32, 0.04)]).splitlines()
    assert len(lines) == 4
    assert {len(line) for line in lines} == {len(lines[0])}
    assert {line.count("|") for line in lines} == {len(HEADS) + 1}
    assert lines[1].endswith(":|")


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0432, "0.043"), (0.432, "0.43"), (4.321, "4.32"), (43.21, "43.2"), (4321, "4,321")],
)
def test_a_figure_has_as_many_places_as_it_bears(value: float, written: str) -> None:
    assert figure(value) == written


DOCUMENT = (
    "before\n<!-- bench:one -->\nold\n<!-- /bench:one -->\nafter\n"
    "<!-- bench:two --><!-- /bench:two -->"
)


def test_only_the_section_with_the_name_is_replaced() -> None:
    found = replace_section(DOCUMENT, "one", r"a \1 table")
    assert "old" not in found
    assert r"a \1 table" in found
    assert found.endswith("after\n<!-- bench:two --><!-- /bench:two -->")
    assert replace_section(found, "one", r"a \1 table") == found


def test_a_section_that_is_not_there_is_said() -> None:
    with pytest.raises(LookupError, match="bench:three"):
        replace_section(DOCUMENT, "three", "table")


def test_what_is_not_set_is_measured_as_usual() -> None:
    given = {"SIZE": "", "CLIENTS": "1 2", "DATABASES": "sqlite", "WORKS": "scan,PDF"}
    settings = read_settings(given)
    assert settings.size == 100_000
    assert settings.clients == (1, 2)
    assert settings.databases == ("SQLite",)
    assert settings.wants("ticket PDF")
    assert not settings.wants("event page")
