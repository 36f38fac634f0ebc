"""The bookings of an event in pages, sorted as is wanted: what a filter lets through, or found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select

from ortenaudigital.bookings.lists.codes import split_codes
from ortenaudigital.bookings.lists.filters import ALL, Filters, are_many, conditions_of
from ortenaudigital.bookings.lists.ranked import WITH_TICKETS, Ranked, load_listed
from ortenaudigital.bookings.lists.rules import BOOKED, NAME, NEWEST, REFERENCE, TICKETS, Order
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.search import OF_STATE, find_bookings, select_found
from ortenaudigital.events.models import Event
from ortenaudigital.kernel import paging
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.paging import (
    PAGE_SIZE,
    Key,
    Keys,
    Page,
    Place,
    counted,
    read_page,
)

MOST_FOUND = 500
# So far a list is counted that is narrowed at an event with very many bookings.
MOST_OF_MANY = 1_000
Conditions = Sequence[ColumnElement[bool]]
KEYS: dict[str, Sequence[Key]] = {
    BOOKED: (Booking.created_at, Booking.id),
    NAME: (Booking.sort_name, Booking.id),
    TICKETS: (Booking.ticket_count, Booking.created_at, Booking.id),
    REFERENCE: (Booking.reference,),
}


@dataclass(frozen=True)
class ListPlace:
    """Which page of a list of bookings: after or before one of them; else the first."""

    after: UUID | None = None
    before: UUID | None = None


FIRST_PAGE = ListPlace()


def list_bookings(
    event: Event, filters: Filters, place: ListPlace, order: Order = NEWEST
) -> Page[Booking]:
    """List bookings of an event, sorted as is wanted."""
    many = are_many(event)
    where = list(conditions_of(filters, one_by_one=many))
    # What is narrowed by no index is looked for among all of them.
    most = MOST_OF_MANY if many and where else paging.MOST_COUNTED
    number = db.session.scalar(select(counted(_countable(event, filters, where), most))) or 0
    if not number:
        # PostgreSQL would look at each booking for one that there is not.
        return Page([])
    page = _page(event, _listed(event, select(Booking.id), filters, where), place, order)
    return replace(page, total=min(number, most), more=number > most)


def _page(event: Event, ids: Select[UUID], place: ListPlace, order: Order) -> Page[Booking]:
    """Read the page of what is selected by ids; its total is left to whoever counted."""
    if order.by not in KEYS:
        return Ranked(event, ids, order).page(place.after, place.before)
    keys = KEYS[order.by]
    where = Place(*(_keys_of(event, each, keys) for each in (place.after, place.before)))
    query = ids.with_only_columns(Booking).options(WITH_TICKETS)
    return read_page(query, keys, where, 0, ascending=order.ascending)


def select_meant(event: Event, filters: Filters, words: str = "") -> Select[UUID]:
    """Select the ids of all bookings that are meant: by filters, and by words if there are any.

    What is done to many, and a table of them, begin here: it is what the list shows, and no page of
    it.
    """
    if words:
        rest, of_codes = split_codes(event, words)
        where = [*conditions_of(filters), *of_codes]
        return select_found(rest, event.id, filters.state, where).order_by(None)
    return _listed(event, select(Booking.id), filters, list(conditions_of(filters)))


def _countable(event: Event, filters: Filters, where: Conditions) -> Select[Any]:
    query = _listed(event, select(Booking.id), filters, where)
    # Those of the door and of organisers have indexes of their own, in no order.
    if filters.at_door or filters.by_organiser or db.engine.dialect.name != "sqlite":
        return query
    # Else it takes any index that begins with the event, and reads each booking for its state.
    return query.order_by(Booking.created_at.desc(), Booking.id.desc())


def _listed(event: Event, query: Select[Any], filters: Filters, where: Conditions) -> Select[Any]:
    query = query.where(Booking.event_id == event.id, *where)
    if filters.state in OF_STATE:
        query = query.where(OF_STATE[filters.state])
    return query


def _keys_of(event: Event, booking_id: UUID | None, keys: Sequence[Key]) -> Keys | None:
    if booking_id is None:
        return None
    query = select(*keys).where(Booking.id == booking_id, Booking.event_id == event.id)
    return db.session.execute(query).one_or_none()


def search_bookings(
    event: Event,
    words: str,
    filters: Filters = ALL,
    place: ListPlace = FIRST_PAGE,
    order: Order = NEWEST,
) -> Page[Booking]:
    """Find bookings of an event by any part of name, organisation, address or reference, or a code.

    Whatever is exactly what was typed comes first, then the newest, unless another order is wanted.
    Nobody leafs through more than `MOST_FOUND`: what is found beyond is not counted.
    """
    rest, of_codes = split_codes(event, words)
    where = [*conditions_of(filters, one_by_one=are_many(event)), *of_codes]
    found = find_bookings(rest, MOST_FOUND + 1, event.id, filters.state, where)
    ids, more = _in_order(event, found[:MOST_FOUND], rest, order), len(found) > MOST_FOUND
    start = ids.index(place.after) + 1 if place.after in ids else 0
    if place.before in ids:
        start = max(0, ids.index(place.before) - PAGE_SIZE)
    shown = ids[start : start + PAGE_SIZE]
    older = len(ids) > start + PAGE_SIZE
    return Page(load_listed(shown), len(ids), start > 0, older, more)


def _in_order(event: Event, found: Sequence[UUID], words: str, order: Order) -> Sequence[UUID]:
    if order.by not in KEYS:
        return Ranked(event, select(Booking.id), order).sorted(found)
    query = select(Booking.id).where(Booking.id.in_(found))
    if order != NEWEST:
        keys = KEYS[order.by]
        in_order = keys if order.ascending else [each.desc() for each in keys]
        return db.session.scalars(query.order_by(*in_order)).all()
    typed = words.strip().lower()
    full_name = Booking.first_name + " " + Booking.last_name
    texts = (Booking.reference, Booking.email, Booking.last_name, Booking.first_name, full_name)
    exactly = or_(*(func.lower(each) == typed for each in texts))
    exact = set(db.session.scalars(query.where(exactly)))
    return sorted(found, key=lambda each: each not in exact)
