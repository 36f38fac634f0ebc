"""What guests could not book now, and organisers may with a reason; on plain values."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ortenaudigital.bookings.errors import (
    BookingClosed,
    EventCancelled,
    NotBookable,
    NotYetOpen,
    TooManyTickets,
)
from ortenaudigital.bookings.rules import MOST_POSITIONS, Offer
from ortenaudigital.events.rules import Access, EventState, Phase, booking_phase


class Barrier(StrEnum):
    """Why guests could not book this."""

    NOT_YET = "not_yet"
    CLOSED = "closed"
    # Only by an invitation, a code, or an address under a domain.
    BY_INVITATION = "by_invitation"
    # More than one booking may hold, or one address have.
    MANY = "many"
    ADDRESS = "address"
    # No places are left: extra ones are added.
    FULL = "full"


@dataclass(frozen=True)
class Beyond:
    """Why it shall be all the same, and what whoever says so has seen."""

    reason: str
    seen: Collection[Barrier]

    def covers(self, barriers: Collection[Barrier]) -> bool:
        """Say whether all of it was seen, and a reason given."""
        return bool(self.reason) and set(barriers) <= set(self.seen)


def barriers_of(offer: Offer, number: int, now: datetime) -> list[Barrier]:
    """Say what keeps guests from booking so many tickets now; of places nothing is known here.

    Raises what nobody gets past: EventCancelled, BookingClosed for days that are over, NotYetOpen
    for a draft, NotBookable for passes of exhibitors, TooManyTickets.
    """
    phase = _phase(offer, now)
    if offer.access is Access.EXHIBITORS or number < 1:
        raise NotBookable()
    if number > MOST_POSITIONS:
        raise TooManyTickets(most=MOST_POSITIONS)
    found = {
        Barrier.NOT_YET: phase is Phase.NOT_YET,
        Barrier.CLOSED: phase is Phase.CLOSED,
        Barrier.BY_INVITATION: offer.access is not Access.PUBLIC,
        Barrier.MANY: number > offer.max_per_booking,
    }
    return [barrier for barrier, stands in found.items() if stands]


def _phase(offer: Offer, now: datetime) -> Phase:
    opens_at, closes_at = offer.booking_opens_at, offer.booking_closes_at
    phase = booking_phase(offer.state, now, opens_at, closes_at, [offer.type_ends_at])
    if phase is Phase.CANCELLED:
        raise EventCancelled()
    if phase is Phase.OVER:
        raise BookingClosed()
    if offer.state is EventState.DRAFT:
        raise NotYetOpen()
    return phase
