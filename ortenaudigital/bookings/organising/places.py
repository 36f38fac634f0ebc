"""Take places for what organisers change; beyond those there are only with a reason."""

from datetime import datetime
from uuid import UUID

from ortenaudigital.bookings.notes.commands import add_reason
from ortenaudigital.bookings.organising.errors import NeedsPlaces, NotForBookings
from ortenaudigital.events.errors import QuotaFull
from ortenaudigital.events.models import TicketType
from ortenaudigital.events.places import grant_places, move_places
from ortenaudigital.events.rules import Access


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


def note_extra(booking_id: UUID, reason: str, now: datetime, *, granted: bool) -> dict[str, bool]:
    """Note why places were added; return what the history shall know of it."""
    if not granted:
        return {}
    add_reason(booking_id, reason, now)
    return {"extra": True}
