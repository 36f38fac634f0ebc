"""Let go of places that are kept for those who wait, where nobody who waits can use them.

The worker does so within seconds. Whoever looks for places while it stands still does it here.
"""

from collections.abc import Callable
from typing import TypeVar

from ortenaudigital.bookings.wait_list.offers import let_go
from ortenaudigital.bookings.wait_list.queries import has_kept
from ortenaudigital.events.errors import SoldOut
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.db.kept import Kept, kept

T = TypeVar("T")


def settle(event_id: int) -> bool:
    """Let go of what came free and fits nobody; say whether anything is for everybody now.

    However many find all places gone, a process looks once a moment only.
    """
    asked: Kept[int, bool] = kept("settled")
    return asked.get(event_id, lambda: settle_now(event_id, saved=False), lambda _: True)


def settle_now(event_id: int, *, saved: bool = True) -> bool:
    """Do the same at once, such as when somebody left the list; also with what is saved up."""
    if not has_kept(event_id, saved=saved):
        return False
    with transaction():
        return let_go(event_id, utc_now())


def or_settled(event_id: int | None, act: Callable[[], T]) -> T:
    """Do what takes places; once more if it found them gone that are kept for nobody.

    `act` opens its own transaction. Raises what it does.
    """
    try:
        return act()
    except SoldOut:
        if event_id is None or not settle(event_id):
            raise
        return act()
