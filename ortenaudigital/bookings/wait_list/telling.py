"""Write to those who are offered places of an event that changed, in the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime

from ortenaudigital.bookings.wait_list.commands import about
from ortenaudigital.bookings.wait_list.letters import OFFER_CHANGED
from ortenaudigital.bookings.wait_list.queries import list_with_offer
from ortenaudigital.outbox.commands import enqueue


def tell_those_with_offers(day_ids: Sequence[int], now: datetime) -> int:
    """Write to everybody who may accept places for one of these days; return how many letters.

    Who only waits is shown the new days with the offer; if the event is called off, `closing`
    tells all of them.
    """
    entries = list_with_offer(day_ids)
    for entry in entries:
        enqueue(OFFER_CHANGED, about(entry.id, entry.ticket_type), now)
    return len(entries)
