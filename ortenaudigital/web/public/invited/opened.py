"""What a right opens, as the booking form offers it."""

from collections.abc import Sequence

from ortenaudigital.bookings.rules import Right
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.events.rules import Access, Opening, Phase
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.web.public.offering import Offering
from ortenaudigital.web.shared.event_page import is_open_now, opening_of_types


def opened_by(
    right: Right, event: Event, types: Sequence[TicketType], here: str, left: int | None = None
) -> Offering:
    """Offer of some ticket types what can be booked by a right now."""
    now = utc_now()
    types = [each for each in types if each.access is Access.INVITATION]
    opens = opening_of_types(event, types, now) if types else Opening(Phase.CLOSED)
    shown = [each for each in types if is_open_now(event, each, now)]
    if opens.phase is Phase.OPEN and not shown:
        # They were for days that are over.
        opens = Opening(Phase.CLOSED)
    group, wait = f"{here}/gruppe", f"{here}/warteliste"
    return Offering(event, opens, shown, here, right, left, group, wait)
