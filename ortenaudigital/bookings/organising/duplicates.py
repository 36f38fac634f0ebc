"""Bookings of one event that may be one person's: the same address, or name and organisation."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased, lazyload

from ortenaudigital.bookings.groups.models import BookingGroup
from ortenaudigital.bookings.groups.queries import organisations_of
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.rules import Listed
from ortenaudigital.bookings.search import find_bookings
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.addresses import address_key
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.text import fold

# So many groups at most; who has merged these is shown the next.
MOST_GROUPS = 50
MOST_OF_ONE = 50
# Of each kind of likeness; more than anybody looks through at once.
MOST_SHOWN = 300


def find_duplicates_of(booking: Booking) -> list[Booking]:
    """Find what else may be the same person's, the oldest first; found by the index of words."""
    if booking.cancelled_at or booking.erased_at or booking.at_door:
        return []
    words = [address_key(booking.email) if booking.email else "", booking.name]
    ids: set[UUID] = set()
    for each in filter(None, words):
        ids.update(find_bookings(each, MOST_OF_ONE, booking.event_id, Listed.VALID))
    found = _load(Booking.id.in_(ids - {booking.id}))
    organisations = organisations_of([booking.id, *(each.id for each in found)])
    return [each for each in found if _alike(booking, each, organisations)]


def find_merged_into(booking: Booking) -> Booking | None:
    """Find where the tickets of a booking are since it was merged into another."""
    if booking.merged_into_id is None:
        return None
    return db.session.get(Booking, booking.merged_into_id)


def find_merged_with(booking: Booking) -> dict[str, str]:
    """Return the references, by id, of what was merged into a booking or what it went into."""
    into = [] if booking.merged_into_id is None else [Booking.id == booking.merged_into_id]
    query = select(Booking.id, Booking.reference)
    query = query.where(or_(Booking.merged_into_id == booking.id, *into))
    return {str(each): reference for each, reference in db.session.execute(query)}


def _alike(one: Booking, other: Booking, organisations: Mapping[UUID, str]) -> bool:
    if other.at_door:
        return False
    same_address = bool(one.email) and address_key(one.email) == address_key(other.email)
    return same_address or _who(one, organisations) == _who(other, organisations)


def _who(booking: Booking, organisations: Mapping[UUID, str]) -> tuple[str, str]:
    return fold(booking.name), fold(organisations.get(booking.id, ""))


def list_duplicates(event: Event) -> Sequence[Sequence[Booking]]:
    """List bookings that may be one person's, grouped, each group the oldest first."""
    address = Booking.address_key
    there = (*_of_people(event, Booking), address != "")
    # Grouped in the database, in the order of an index that is read until there are enough: there
    # may be a hundred thousand, of whom few are alike.
    twice = select(address).where(*there).group_by(address).having(func.count() > 1)
    addresses = db.session.scalars(twice.limit(MOST_GROUPS)).all()
    found = _load(*there, address.in_(addresses)) if addresses else []
    by_address = _grouped(found, lambda each: each.address_key)
    return [*by_address, *_by_name(event, {each.id for group in by_address for each in group})]


def _of_people(event: Event, booking: type[Booking]) -> Sequence[ColumnElement[bool]]:
    valid = (booking.cancelled_at.is_(None), booking.erased_at.is_(None))
    return booking.event_id == event.id, *valid, booking.at_door.is_(False)


def _by_name(event: Event, known: set[UUID]) -> Iterable[Sequence[Booking]]:
    name, namesake = Booking.sort_name, aliased(Booking)
    # Asked only where a name is there twice: many namesakes are of different organisations.
    of_one_organisation = (
        select(func.count())
        .select_from(namesake)
        .outerjoin(BookingGroup, BookingGroup.booking_id == namesake.id)
        .where(*_of_people(event, namesake), namesake.sort_name != "", namesake.sort_name == name)
        .group_by(func.lower(func.coalesce(BookingGroup.organisation, "")))
        .having(func.count() > 1)
        .correlate(Booking)
    )
    there = (*_of_people(event, Booking), name != "")
    twice = select(name).where(*there).group_by(name)
    twice = twice.having(func.count() > 1, of_one_organisation.exists()).limit(MOST_GROUPS)
    names = db.session.scalars(twice).all()
    found = _load(*there, name.in_(names)) if names else []
    organisations = organisations_of([each.id for each in found])
    groups = _grouped(found, lambda each: _who(each, organisations))
    # Who has one address as well stands there already.
    return [group for group in groups if not {each.id for each in group} <= known]


def _grouped(
    bookings: Iterable[Booking], key: Callable[[Booking], Hashable]
) -> list[Sequence[Booking]]:
    groups: dict[Hashable, list[Booking]] = defaultdict(list)
    for booking in bookings:
        groups[key(booking)].append(booking)
    return [group for group in groups.values() if len(group) > 1]


def _load(*conditions: ColumnElement[bool]) -> Sequence[Booking]:
    # By their ids: SQLite would look for them in the order of booking, among all.
    ids = select(Booking.id).where(*conditions)
    query = select(Booking).where(Booking.id.in_(ids)).order_by(Booking.created_at, Booking.id)
    # Their tickets are only counted.
    query = query.options(lazyload(Booking.tickets)).limit(MOST_SHOWN)
    return db.session.scalars(query).unique().all()


def find_by_reference(event: Event, reference: str) -> Booking | None:
    """Find a booking of an event by its number, as somebody typed it."""
    query = select(Booking).where(Booking.event_id == event.id)
    return db.session.scalar(query.where(Booking.reference == reference.strip().upper()))
