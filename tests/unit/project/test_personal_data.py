"""Nobody adds a column that can hold a name without a feature saying what becomes of it."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import JSON, Column, Integer, LargeBinary, MetaData, String, Table
from sqlalchemy.types import TypeEngine

from ortenaudigital.kernel.db import Base
from ortenaudigital.wiring import PERSONAL_DATA

# Whatever its type, such a column is about somebody: a birthday, an address of a network.
PERSONAL = re.compile(
    r"name|mail|phone|birth|gender|address|(^|_)ip(_|$)|needs|person|actor|user_agent"
)
TEXT = (String, JSON, LargeBinary)


def in_need_of_a_claim(metadata: MetaData) -> set[str]:
    return {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if _holds_text(column.type) or PERSONAL.search(column.name)
    }


def _holds_text(kind: TypeEngine[object]) -> bool:
    return isinstance(kind, TEXT)


def claimed() -> Iterator[str]:
    for holder in PERSONAL_DATA.values():
        yield from holder.columns


def test_every_column_that_can_name_somebody_is_claimed() -> None:
    missing = in_need_of_a_claim(Base.metadata) - set(claimed())
    assert missing == set(), "say in the privacy.py of its feature what becomes of it"


def test_no_column_is_claimed_twice_and_none_that_is_not_there() -> None:
    assert [column for column, number in Counter(claimed()).items() if number > 1] == []
    stored = {f"{t.name}.{c.name}" for t in Base.metadata.sorted_tables for c in t.columns}
    assert set(claimed()) - stored == set()


def test_a_table_is_claimed_by_one_feature() -> None:
    owners = {
        (column.split(".")[0], name)
        for name, holder in PERSONAL_DATA.items()
        for column in holder.columns
    }
    assert [table for table, number in Counter(t for t, _ in owners).items() if number > 1] == []


@pytest.mark.parametrize(
    ("column", "needs"),
    [
        (Column("remark", String), True),
        (Column("answers", JSON), True),
        (Column("picture", LargeBinary), True),
        (Column("birthday", Integer), True),
        (Column("client_ip", Integer), True),
        (Column("position", Integer), False),
        (Column("shipped", Integer), False),
    ],
)
def test_a_new_column_is_noticed(column: Column[object], needs: bool) -> None:
    metadata = MetaData()
    Table("guest", metadata, column)
    assert bool(in_need_of_a_claim(metadata)) is needs
