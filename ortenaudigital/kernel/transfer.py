"""How a feature says what of it is copied to next year's event: in its own `transfer.py`.

The rows of an event refer to one another. A feature lists its tables, after those that they refer
to, and says what is different in the copy; what refers to what is read from the foreign keys.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Table, insert, select

from ortenaudigital.kernel.db import Base, db

# By the names of columns; whatever SQLAlchemy gives, which knows them as objects too.
Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Edition:
    """The event to be: its names, how far its days are from those of the old one, and its zone.

    `ids` says by table which row of the old event became which of the new one.
    """

    slug: str
    title: str
    shift: timedelta
    timezone: str
    ids: dict[str, dict[Any, Any]] = field(default_factory=dict)

    def date(self, old: date) -> date:
        """Return the date that stands in the place of an old one."""
        return old + self.shift

    def moment(self, old: datetime | None) -> datetime | None:
        """Return the moment with the same time on the clock, whatever its summer time."""
        if old is None:
            return None
        zone = ZoneInfo(self.timezone)
        return (old.astimezone(zone).replace(tzinfo=None) + self.shift).replace(tzinfo=zone)


Changes = Callable[[Row, Edition], Row]


def as_it_is(_: Row, __: Edition) -> Row:
    """Copy a row without any change but to what it refers."""
    return {}


@dataclass(frozen=True)
class Transfer:
    """What a feature copies, table by table, and which tables of an event it leaves behind."""

    copies: Mapping[str, Changes] = field(default_factory=dict)
    # People, and what happened to them.
    leaves: frozenset[str] = frozenset()

    def copy(self, edition: Edition) -> None:
        """Copy what belongs to the old event, inside the transaction of the caller."""
        for name, changes in self.copies.items():
            _copy_table(Base.metadata.tables[name], changes, edition)


def _copy_table(table: Table, changes: Changes, edition: Edition) -> None:
    known = {
        column: edition.ids[key.column.table.name]
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name in edition.ids
    }
    made = edition.ids.setdefault(table.name, {})
    for row in db.session.execute(_rows(table, known, made)).mappings().all():
        values = {column.name: row[column.name] for column in table.columns if not _is_id(column)}
        references = {
            column.name: ids[row[column.name]]
            for column, ids in known.items()
            if row[column.name] is not None
        }
        new = insert(table).values({**values, **references, **changes(row, edition)})
        if "id" in table.columns:
            made[row["id"]] = db.session.scalar(new.returning(table.columns["id"]))
        else:
            db.session.execute(new)


def _rows(table: Table, known: Mapping[Column[Any], Row], made: Row) -> Any:
    if not known:
        # The event itself, which is named beforehand.
        return select(table).where(table.columns["id"].in_(made))
    query = select(table)
    for column, ids in known.items():
        query = query.where(
            column.in_(ids) | column.is_(None) if column.nullable else column.in_(ids)
        )
    return query.order_by(*table.primary_key.columns)


def _is_id(column: Column[Any]) -> bool:
    return column.name == "id" and column.primary_key
