"""Take places for what organisers change; beyond those there are only with a reason."""

from datetime import datetime
from uuid import UUID

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.notes.commands import add_reason
from ortenaudigital.bookings.organising.errors import NeedsPlaces, NotForBookings, UnknownQuota
from ortenaudigital.events.errors import QuotaFull
from ortenaudigital.events.models import Event, Quota, TicketType
from ortenaudigital.events.places import grant_places, move_places, take_granted_back
from ortenaudigital.events.rules import Access
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import lock


def check_kind(kind: TicketType) -> None:
    """Refuse passes, which an exhibitor has so many of. Raises NotForBookings."""
    if kind.access is Access.EXHIBITORS:
        raise NotForBookings()


def exchange_places(taken: int, number: int, instead_of: int | None, *, beyond: bool) -> bool:
    """Take places of a type, giving back as many of another; say whether extra ones were added.

    Lock both types before. Raises NeedsPlaces, unless it shall be `beyond` what there is, and
    DayFull, since nobody gets past what the house holds.
    """
    wanted = {taken: number} | ({instead_of: -number} if instead_of else {})
    try:
        move_places(wanted)
    except QuotaFull as error:
        if not beyond:
            raise NeedsPlaces() from error
        grant_places(taken, number, instead_of)
        move_places(wanted)
        return True
    return False


def take_extra_back(event: Event, quota_id: int, now: datetime, actor: str) -> int:
    """Take back the extra places of a quota that nobody has booked; return how many.

    Raises UnknownQuota.
    """
    quota = db.session.get(Quota, quota_id)
    if quota is None or quota.event_id != event.id:
        raise UnknownQuota()
    # Locked before it is read: the history says from what to what.
    was = lock(quota).granted
    left = take_granted_back(quota_id)
    if left is None:
        return 0
    more = {"event_id": event.id, "was": was, "becomes": left}
    record("events.extra_places_taken_back", f"event:{event.id}", actor, now, **more)
    db.session.expire(quota)
    return was - left


def note_extra(booking_id: UUID, reason: str, now: datetime, *, granted: bool) -> dict[str, bool]:
    """Note why places were added; return what the history shall know of it."""
    if not granted:
        return {}
    add_reason(booking_id, reason, now)
    return {"extra": True}
