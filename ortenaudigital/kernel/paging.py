"""Lists in pages, mostly the newest first: by the key of a row, not by counting passed rows.

Page 3,000 costs what the first does, and a link to it shows the same rows when others came since.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from ortenaudigital.kernel.db import db

PAGE_SIZE = 25
# Of a whole list, as many rows are held at once.
AT_ONCE = 1000
# Nobody leafs through more. To count 500,000 rows of an index took as long as the rest of a page.
MOST_COUNTED = 10_000
Row = TypeVar("Row")
Key = InstrumentedAttribute[Any] | ColumnElement[Any]
Keys = Sequence[Any]


@dataclass(frozen=True)
class Place:
    """Which page of a list: what comes after a row, or what comes before one; else its beginning.

    A row is given by the values of what the list is sorted by.
    """

    after: Keys | None = None
    before: Keys | None = None


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of a page, how many the list has, and whether it goes on in either direction.

    `more`: there are more than `total`, and nobody counted how many.
    """

    rows: Sequence[Row]
    total: int = 0
    newer: bool = False
    older: bool = False
    more: bool = False


def counted(query: Select[Any], most: int | None = None) -> ScalarSelect[int]:
    """Say in SQL how many rows a query has, but no further than one more than `most`.

    Without it, than `MOST_COUNTED`. A query that is sorted is counted by the index of its order.
    """
    some = query.limit((most or MOST_COUNTED) + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def read_page(
    query: Select[Row],
    keys: Sequence[Key],
    place: Place,
    number: int,
    *,
    ascending: bool = False,
) -> Page[Row]:
    """Read one page of what a query selects, sorted by keys, all of them one way: descending.

    `number` is how many it has, as `counted` says.
    """
    page = _read_rows(query, _Order(keys, ascending), place)
    return replace(page, total=min(number, MOST_COUNTED), more=number > MOST_COUNTED)


@dataclass(frozen=True)
class _Order:
    """The keys that a list is sorted by, and which way."""

    keys: Sequence[Key]
    ascending: bool

    def sorted(self, query: Select[Row]) -> Select[Row]:
        return query.order_by(*(each if self.ascending else each.desc() for each in self.keys))

    def backwards(self, query: Select[Row]) -> Select[Row]:
        return replace(self, ascending=not self.ascending).sorted(query)

    def before(self, values: Keys) -> Any:
        return (
            self._row() < self._values(values)
            if self.ascending
            else self._row() > self._values(values)
        )

    def after(self, values: Keys) -> Any:
        return replace(self, ascending=not self.ascending).before(values)

    def _row(self) -> Any:
        return tuple_(*self.keys)

    def _values(self, values: Keys) -> Any:
        pairs = zip(self.keys, values, strict=True)
        return tuple_(*(literal(value, key.type) for key, value in pairs))


def _read_rows(query: Select[Row], order: _Order, place: Place) -> Page[Row]:
    if place.before is not None:
        rows = _first(order.backwards(query.where(order.before(place.before))))
        # Where fewer are left, the page is the first one, and is shown whole.
        if len(rows) > PAGE_SIZE:
            return Page(rows[PAGE_SIZE - 1 :: -1], newer=True, older=True)
    if place.after is not None:
        query = query.where(order.after(place.after))
    rows = _first(order.sorted(query))
    older = len(rows) > PAGE_SIZE
    return Page(rows[:PAGE_SIZE], newer=place.after is not None, older=older)


def _first(query: Select[Row]) -> Sequence[Row]:
    return db.session.scalars(query.limit(PAGE_SIZE + 1)).unique().all()


class WholeList:
    """All rows that a query selects, on whichever page they stand; they are not held at once.

    They are read in pages by keys, so that however many there are, no statement takes long and no
    more than `AT_ONCE` of them are in memory. The keys are never empty, and the last of them tells
    rows apart. `prepare` gets the rows of such a page and returns what is handed on instead.
    """

    def __init__(
        self,
        query: Any,
        keys: Sequence[Key],
        *,
        ascending: bool = False,
        prepare: Callable[[Sequence[Any]], Iterable[Any]] = iter,
    ) -> None:
        self._query, self._keys = query, keys
        self._order = _Order(keys, ascending)
        self._prepare = prepare

    def __len__(self) -> int:
        """Count the rows, all of them."""
        rows = self._query.order_by(None).subquery()
        return db.session.scalar(select(func.count()).select_from(rows)) or 0

    def __iter__(self) -> Iterator[Any]:
        """Yield one row after another: an object if one is selected, else its columns."""
        single = len(self._query.column_descriptions) == 1
        for rows in self._pages():
            yield from self._prepare([row[0] for row in rows] if single else rows)

    def _pages(self) -> Iterator[Sequence[Any]]:
        own = [key.label(f"key_{number}") for number, key in enumerate(self._keys)]
        query = self._order.sorted(self._query.order_by(None).add_columns(*own)).limit(AT_ONCE)
        rows = db.session.execute(query).all()
        while rows:
            yield rows
            if len(rows) < AT_ONCE:
                return
            later = query.where(self._order.after(rows[-1][-len(own) :]))
            rows = db.session.execute(later).all()


class Joined:
    """Lists that are read one after another, as if they were one."""

    def __init__(self, parts: Sequence[WholeList]) -> None:
        self._parts = parts

    def __len__(self) -> int:
        """Count the rows of all."""
        return sum(len(each) for each in self._parts)

    def __iter__(self) -> Iterator[Any]:
        """Yield the rows of one list after those of another."""
        return chain.from_iterable(self._parts)
