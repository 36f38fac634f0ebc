"""Lists sorted by the type of tickets, or by the day they admit to: rank by rank, each by an index.

A booking with tickets of several has the rank of the first; who has no valid ticket comes last.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, literal, select, tuple_, union_all
from sqlalchemy.orm import lazyload, selectinload

from ortenaudigital.bookings.lists.filters import of_types
from ortenaudigital.bookings.lists.rules import TYPE, Order
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.lookups import unindexed
from ortenaudigital.kernel.paging import PAGE_SIZE, Page

_VALID = Ticket.cancelled_at.is_(None)
_KEYS = (Booking.created_at, Booking.id)
Kinds = Sequence[TicketType]
# The booking of each and its type are there already, once and not for each ticket.
WITH_TICKETS = selectinload(Booking.tickets).options(
    lazyload(Ticket.booking), lazyload(Ticket.ticket_type)
)


@dataclass(frozen=True)
class _Where:
    """Where in the list a booking stands."""

    rank: int
    keys: tuple[Any, ...]


@dataclass(frozen=True)
class Ranked:
    """The bookings that `query` selects by their ids, sorted by the ranks of their tickets."""

    event: Event
    query: Select[UUID]
    order: Order

    def page(self, after: UUID | None, before: UUID | None) -> Page[Booking]:
        """Read one page; its total is for the caller to count."""
        ascending = self.order.ascending
        if before is not None and (place := self._where(before)) is not None:
            ids = self._read(place, not ascending)
            # Where fewer are left, the page is the first one, and is shown whole.
            if len(ids) > PAGE_SIZE:
                return Page(load_listed(ids[PAGE_SIZE - 1 :: -1]), newer=True, older=True)
        place = None if after is None else self._where(after)
        ids = self._read(place, ascending)
        older = len(ids) > PAGE_SIZE
        return Page(load_listed(ids[:PAGE_SIZE]), newer=place is not None, older=older)

    def sorted(self, ids: Sequence[UUID]) -> list[UUID]:
        """Sort some bookings, which were found by words."""
        if not ids:
            return []
        of_them = Ranked(self.event, self.query.where(Booking.id.in_(ids)), self.order)
        return of_them._read(None, self.order.ascending, most=len(ids))

    def _read(self, place: _Where | None, ascending: bool, most: int = PAGE_SIZE + 1) -> list[UUID]:
        ranks = _ranks(self.event, self.order)
        in_order = range(len(ranks) + 1)
        parts = []
        for rank in in_order if ascending else reversed(in_order):
            if place is not None and (rank < place.rank if ascending else rank > place.rank):
                continue
            part = self.query.add_columns(literal(rank).label("rank"), Booking.created_at)
            part = part.where(*_of_rank(ranks, rank))
            if place is not None and rank == place.rank:
                part = part.where(_beyond(place, ascending))
            keys = _KEYS if ascending else [each.desc() for each in _KEYS]
            parts.append(select(part.order_by(*keys).limit(most).subquery()))
        found = union_all(*parts).subquery()
        columns = (found.c.rank, found.c.created_at, found.c.id)
        by = columns if ascending else [each.desc() for each in columns]
        return list(db.session.scalars(select(found.c.id).order_by(*by).limit(most)))

    def _where(self, booking_id: UUID) -> _Where | None:
        query = select(*_KEYS).where(Booking.id == booking_id, Booking.event_id == self.event.id)
        keys = db.session.execute(query).one_or_none()
        if keys is None:
            return None
        types = select(Ticket.ticket_type_id).where(Ticket.booking_id == booking_id, _VALID)
        ids, ranks = set(db.session.scalars(types)), _ranks(self.event, self.order)
        places = [n for n, kinds in enumerate(ranks) if ids & {each.id for each in kinds}]
        return _Where(min([len(ranks), *places]), tuple(keys))


def parts_of(event: Event, order: Order) -> list[list[ColumnElement[bool]]]:
    """Return what holds of the bookings of each rank, in the order in which they are listed."""
    ranks = _ranks(event, order)
    parts = [_of_rank(ranks, rank) for rank in range(len(ranks) + 1)]
    return parts if order.ascending else parts[::-1]


def _ranks(event: Event, order: Order) -> list[Kinds]:
    kinds = list(event.ticket_types)
    if order.by == TYPE:
        return [[each] for each in kinds]
    by_day = sorted(kinds, key=_first_day)
    return [list(same) for _, same in groupby(by_day, key=_first_day)]


def _first_day(kind: TicketType) -> str:
    return min((day.date.isoformat() for day in kind.days), default="9999")


def _of_rank(ranks: Sequence[Kinds], rank: int) -> list[ColumnElement[bool]]:
    if rank == len(ranks):
        return [Booking.cancelled_at.is_not(None)]
    earlier = [each.id for kinds in ranks[:rank] for each in kinds]
    own = [Booking.cancelled_at.is_(None), of_types(ranks[rank], _VALID)]
    return [*own, ~_any(earlier)] if earlier else own


def _any(type_ids: Collection[int]) -> ColumnElement[bool]:
    of_type = unindexed(Ticket.ticket_type_id).in_(type_ids)
    return exists().where(and_(Ticket.booking_id == Booking.id, of_type, _VALID))


def _beyond(place: _Where, ascending: bool) -> ColumnElement[bool]:
    row = tuple_(*_KEYS)
    values = tuple_(*(literal(each, key.type) for each, key in zip(place.keys, _KEYS, strict=True)))
    return row > values if ascending else row < values


def load_listed(ids: Sequence[UUID]) -> list[Booking]:
    """Return bookings with their tickets, in the order of their ids."""
    query = select(Booking).where(Booking.id.in_(ids)).options(WITH_TICKETS)
    rows = db.session.scalars(query).unique()
    by_id = {each.id: each for each in rows}
    return [by_id[each] for each in ids]
