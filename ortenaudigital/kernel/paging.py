"""Lists in pages, the newest first: by the key of a row, not by counting rows that are passed over.

Page 3,000 costs what the first does, and a link to it shows the same rows when others came since.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from sqlalchemy import ScalarSelect, Select, func, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from ortenaudigital.kernel.db import db

PAGE_SIZE = 25
# Nobody leafs through more. To count 500,000 rows of an index took as long as the rest of a page.
MOST_COUNTED = 10_000
Row = TypeVar("Row")
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


def counted(query: Select[Any]) -> ScalarSelect[int]:
    """Say in SQL how many rows a query has, but no further than one more than `MOST_COUNTED`."""
    some = query.order_by(None).limit(MOST_COUNTED + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def read_page(
    query: Select[Row], keys: Sequence[InstrumentedAttribute[Any]], place: Place, number: int
) -> Page[Row]:
    """Read one page of what a query selects, sorted by keys, all of them descending.

    `number` is how many it has, as `counted` says.
    """
    page = _read_rows(query, keys, place)
    return replace(page, total=min(number, MOST_COUNTED), more=number > MOST_COUNTED)


def _read_rows(
    query: Select[Row], keys: Sequence[InstrumentedAttribute[Any]], place: Place
) -> Page[Row]:
    if place.before is not None:
        wanted = query.where(_row(keys) > _values(keys, place.before))
        rows = _first(wanted.order_by(*keys))
        # Where fewer are left, the page is the first one, and is shown whole.
        if len(rows) > PAGE_SIZE:
            return Page(rows[PAGE_SIZE - 1 :: -1], newer=True, older=True)
    if place.after is not None:
        query = query.where(_row(keys) < _values(keys, place.after))
    rows = _first(query.order_by(*(key.desc() for key in keys)))
    older = len(rows) > PAGE_SIZE
    return Page(rows[:PAGE_SIZE], newer=place.after is not None, older=older)


def _first(query: Select[Row]) -> Sequence[Row]:
    return db.session.scalars(query.limit(PAGE_SIZE + 1)).unique().all()


def _row(keys: Sequence[InstrumentedAttribute[Any]]) -> Any:
    return tuple_(*keys)


def _values(keys: Sequence[InstrumentedAttribute[Any]], values: Keys) -> Any:
    return tuple_(*(literal(value, key.type) for key, value in zip(keys, values, strict=True)))
