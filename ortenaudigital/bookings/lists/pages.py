"""The bookings of an event in pages, the newest first: all that a filter lets through, or found."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from ortenaudigital.bookings.lists.filters import ALL, Filters, conditions_of
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.search import OF_STATE, find_bookings, select_found
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.paging import PAGE_SIZE, Keys, Page, Place, counted, read_page

MOST_FOUND = 500
_NEWEST = (Booking.created_at, Booking.id)


@dataclass(frozen=True)
class ListPlace:
    """Which page of a list of bookings: after or before one of them; else the first."""

    after: UUID | None = None
    before: UUID | None = None


FIRST_PAGE = ListPlace()


def list_bookings(event: Event, filters: Filters, place: ListPlace) -> Page[Booking]:
    """List bookings of an event, the newest first."""
    keys = Place(_keys_of(event, place.after), _keys_of(event, place.before))
    number = db.session.scalar(select(counted(_listed(event, select(Booking.id), filters)))) or 0
    if not number:
        # PostgreSQL would look at each booking for one that there is not.
        return Page([])
    return read_page(_listed(event, select(Booking), filters), _NEWEST, keys, number)


def select_meant(event: Event, filters: Filters, words: str = "") -> Select[UUID]:
    """Select the ids of all bookings that are meant: by filters, and by words if there are any.

    What is done to many, and a table of them, begin here: it is what the list shows, and no page of
    it.
    """
    if words:
        where = list(conditions_of(filters))
        return select_found(words, event.id, filters.state, where).order_by(None)
    return _listed(event, select(Booking.id), filters)


def _listed(event: Event, query: Select[Any], filters: Filters) -> Select[Any]:
    query = query.where(Booking.event_id == event.id, *conditions_of(filters))
    if filters.state in OF_STATE:
        query = query.where(OF_STATE[filters.state])
    return query


def _keys_of(event: Event, booking_id: UUID | None) -> Keys | None:
    if booking_id is None:
        return None
    query = select(*_NEWEST).where(Booking.id == booking_id, Booking.event_id == event.id)
    return db.session.execute(query).one_or_none()


def search_bookings(
    event: Event, words: str, filters: Filters = ALL, place: ListPlace = FIRST_PAGE
) -> Page[Booking]:
    """Find bookings of an event, the newest first, by any part of name, address or reference.

    Nobody leafs through more than `MOST_FOUND`: what is found beyond is not counted.
    """
    where = list(conditions_of(filters))
    found = find_bookings(words, MOST_FOUND + 1, event.id, filters.state, where)
    ids, more = found[:MOST_FOUND], len(found) > MOST_FOUND
    start = ids.index(place.after) + 1 if place.after in ids else 0
    if place.before in ids:
        start = max(0, ids.index(place.before) - PAGE_SIZE)
    shown = ids[start : start + PAGE_SIZE]
    rows = db.session.scalars(select(Booking).where(Booking.id.in_(shown))).unique()
    by_id = {booking.id: booking for booking in rows}
    older = len(ids) > start + PAGE_SIZE
    return Page([by_id[each] for each in shown], len(ids), start > 0, older, more)
