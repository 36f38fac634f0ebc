"""What holds for every table, found from the metadata so that none is forgotten."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Column, Enum, ForeignKeyConstraint, Table, UniqueConstraint

from ortenaudigital.factory import create_app
from ortenaudigital.kernel.db import Base

assert create_app  # It imports all models.

TABLES = sorted(Base.metadata.tables.values(), key=lambda table: table.name)


def beginnings(table: Table) -> Iterator[tuple[str, ...]]:
    """Yield the columns of everything that rows of a table can be looked up by."""
    yield tuple(table.primary_key.columns.keys())
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield tuple(constraint.columns.keys())
    for index in table.indexes:
        condition = index.dialect_options["sqlite"].get("where")
        columns = tuple(index.columns.keys())
        # An index of the rows that refer to something serves as well as one of all.
        if condition is None or str(condition) == f"{columns[0]} IS NOT NULL":
            yield columns


def foreign_keys() -> list[tuple[Table, ForeignKeyConstraint]]:
    # They come as a set; processes that share the tests must list them alike.
    keys = [(table, each) for table in TABLES for each in table.foreign_key_constraints]
    return sorted(keys, key=lambda pair: (pair[0].name, *pair[1].column_keys))


@pytest.mark.parametrize(
    ("table", "key"),
    foreign_keys(),
    ids=[f"{table.name}.{'.'.join(key.column_keys)}" for table, key in foreign_keys()],
)
def test_whatever_refers_to_another_row_is_found_by_it(
    table: Table, key: ForeignKeyConstraint
) -> None:
    """Without an index, deleting or joining the other row reads the whole table."""
    columns = set(key.column_keys)
    assert any(set(each[: len(columns)]) == columns for each in beginnings(table))


# What a column of such a name holds is one word of a few.
CHOICES = {"access", "action", "conflict", "kind", "role", "shown", "state", "status", "verdict"}
OPEN = {
    # Each feature brings its own; `wiring` and the registries refuse those that nobody knows.
    "letter.kind",
    "letter_round.kind",
    "letter_text.kind",
    "letter_switch.kind",
    "job.kind",
    "audit_entry.action",
}


def choices() -> list[Column[Any]]:
    columns = [column for table in TABLES for column in table.columns]
    return [each for each in columns if each.name in CHOICES and str(each) not in OPEN]


@pytest.mark.parametrize("column", choices(), ids=map(str, choices()))
def test_the_database_refuses_words_that_nobody_knows(column: Column[Any]) -> None:
    """A bare string takes every slip of the pen, and whoever reads it falls over it later."""
    assert isinstance(column.type, Enum), "see kernel/choices.py"
    checks = [each for each in column.table.constraints if isinstance(each, CheckConstraint)]
    names = [str(each.name) for each in checks]
    assert f"ck_{column.table.name}_{column.type.name}" in names
    assert len(set(names)) == len(names)


def test_choices_are_looked_at() -> None:
    assert len(choices()) >= 9
    assert {str(column) for table in TABLES for column in table.columns} >= OPEN
