"""The rows of an event, found by the foreign keys of all tables, and deleted some at a time.

Which feature answers for which table says its `privacy.py`. Rows that refer to others go before
them, so that at no moment anything refers to what is gone.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    Select,
    Table,
    delete,
    func,
    select,
    true,
    tuple_,
    update,
)

from ortenaudigital.kernel.db import Base, db
from ortenaudigital.kernel.db.rows import row_count

EVENT = "event"
NO_WAYS: Mapping[str, str] = {}


def tables_of_an_event() -> list[Table]:
    """List the tables whose rows refer to an event, be it through others, and its own.

    In the order in which rows can go: what others refer to comes after them.
    """
    found = {EVENT}
    for table in Base.metadata.sorted_tables:
        if any(key.column.table.name in found for key in table.foreign_keys):
            found.add(table.name)
    return [each for each in reversed(Base.metadata.sorted_tables) if each.name in found]


class EventRows:
    """The rows of one event in all tables; inside the transactions of the caller.

    `ways`: by table the column that finds its rows soonest, where several do.
    """

    def __init__(self, event_id: int, ways: Mapping[str, str] = NO_WAYS) -> None:
        self.tables = tables_of_an_event()
        self._event_id = event_id
        names = {each.name for each in self.tables}
        of_event = (each for each in self.tables if each.name != EVENT)
        self._ways = {each.name: _way_of(each, names, ways.get(each.name)) for each in of_event}

    def select(self, column: Column[Any]) -> Select[Any]:
        """Select a column of the rows in its table."""
        return select(column).where(self._belongs(column.table))

    def delete_some(self, table: Table, most: int) -> int:
        """Delete some rows that nothing refers to any more; return how many."""
        key = list(table.primary_key.columns)
        some = select(*key).where(self._belongs(table)).limit(most)
        whole = key[0].in_(some) if len(key) == 1 else tuple_(*key).in_(some)
        gone = delete(table).where(whole).execution_options(synchronize_session=False)
        return row_count(db.session.execute(gone))

    def unlink_some(self, table: Table, most: int) -> int:
        """Let rows of a table that refer to others in it refer to none of these; return how many.

        They may be of another event: an exhibitor who was invited again.
        """
        number = 0
        for column in own_references(table):
            (target,) = (key.column for key in column.foreign_keys)
            gone = self.select(target)
            some = select(table.c["id"]).where(column.in_(gone)).limit(most)
            unlinked = update(table).where(table.c["id"].in_(some)).values({column: None})
            quietly = unlinked.execution_options(synchronize_session=False)
            number += row_count(db.session.execute(quietly))
        return number

    def count(self, names: Iterable[str], most: int | None = None) -> dict[str, int]:
        """Count the rows in some tables, by one question; no further than one more than `most`."""
        wanted = frozenset(names)
        tables = [each for each in self.tables if each.name in wanted]
        rows = [select(true()).select_from(each).where(self._belongs(each)) for each in tables]
        if most is not None:
            rows = [each.limit(most + 1) for each in rows]
        counted = [select(func.count()).select_from(each.subquery()) for each in rows]
        row = db.session.execute(select(*(each.scalar_subquery() for each in counted))).one()
        return {each.name: int(number) for each, number in zip(tables, row, strict=True)}

    def references_to(self, target: FromClause) -> Iterator[Any]:
        """Yield questions for what the rows refer to in a table that is of no event."""
        for table in self.tables:
            for key in sorted(table.foreign_keys, key=lambda each: each.parent.name):
                if key.column.table is target:
                    yield self.select(key.parent).where(key.parent.is_not(None))

    def _belongs(self, table: Any) -> ColumnElement[bool]:
        """Say in SQL whether a row is of the event: by its own word, else by what it belongs to."""
        if table.name == EVENT:
            itself: ColumnElement[bool] = table.c["id"] == self._event_id
            return itself
        column, target = self._ways[table.name]
        of_event: ColumnElement[bool] = column == self._event_id
        if target.table.name != EVENT:
            of_event = column.in_(self.select(target))
        return of_event


def own_references(table: Table) -> list[Column[Any]]:
    """List the columns by which rows of a table refer to others of it."""
    own = [key.parent for key in table.foreign_keys if key.column.table is table]
    return sorted(own, key=lambda each: each.name)


def _way_of(table: Table, of_event: set[str], by: str | None) -> tuple[Column[Any], Column[Any]]:
    """Return the column that says whose a row is, and the one that it refers to."""
    ways = [
        (key.column.table.name != EVENT, bool(key.parent.nullable), key.parent.name, key)
        for key in table.foreign_keys
        if key.column.table.name in of_event and key.column.table is not table
        if by in (None, key.parent.name)
    ]
    key = min(ways, key=lambda way: way[:3])[3]
    return key.parent, key.column
