"""Rounds of the worker: offer what came free, and close the list of what is over."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

from ortenaudigital.bookings.holds.commands import release_holds
from ortenaudigital.bookings.wait_list.commands import leave
from ortenaudigital.bookings.wait_list.errors import NotWaiting
from ortenaudigital.bookings.wait_list.offers import WORKER, offer_places
from ortenaudigital.bookings.wait_list.queries import (
    list_events_to_look_at,
    list_events_with_freed,
    list_forsaken,
    list_to_close,
)
from ortenaudigital.bookings.wait_list.rules import EntryState
from ortenaudigital.kernel.db import db, transaction

Clock = Callable[[], datetime]
AT_ONCE = 50


def offer_freed(clock: Clock) -> int:
    """Offer the places that came free since the last time; return how many offers were made."""
    return _offer_each(list_events_with_freed(), clock)


def look_at_all(clock: Clock) -> int:
    """Do the same wherever somebody waits, whatever it was that made room; first close lists.

    Such as a new opening of booking, or somebody who left for whom places were saved.
    """
    while close_some(clock):
        pass
    with transaction():
        release_holds(list_forsaken(), clock())
    return _offer_each(list_events_to_look_at(), clock)


def _offer_each(event_ids: Sequence[int], clock: Clock) -> int:
    db.session.rollback()
    made = 0
    for event_id in event_ids:
        with transaction():
            made += offer_places(event_id, clock())
    return made


def close_some(clock: Clock) -> int:
    """Tell some of those who wait for what can no longer be booked; return how many."""
    now = clock()
    ids = list_to_close(now, AT_ONCE)
    db.session.rollback()
    for entry_id in ids:
        # Who has booked or left a moment ago needs no letter.
        with suppress(NotWaiting), transaction():
            leave(entry_id, now, EntryState.CLOSED, WORKER)
    return len(ids)
