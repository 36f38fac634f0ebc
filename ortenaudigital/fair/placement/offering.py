"""Offer a free stand to who waits: accepted, given and told in one transaction."""

from uuid import UUID

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.deciding.decisions import decide
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.placement.changing import By, lock_exhibitors, lock_placing
from ortenaudigital.fair.placement.commands import Seen, give_all_days
from ortenaudigital.fair.placement.errors import NotWaiting
from ortenaudigital.fair.placement.telling import tell


def offer(event: Event, slot_id: int, exhibitor_id: UUID, by: By, seen: Seen = None) -> bool:
    """Accept who is on the wait list, and give them a stand on all days they want.

    One letter says both. Who does not want it withdraws in the portal, and the stand is free for
    the next. Returns whether there is an address to write to. Raises NotWaiting, and as
    `give_all_days`.
    """
    lock_placing(event)
    exhibitor = lock_exhibitors(event, [exhibitor_id], by.now).get(exhibitor_id)
    if exhibitor is None or exhibitor.state is not State.WAIT_LISTED:
        raise NotWaiting()
    decide(exhibitor, State.ACCEPTED, by.now, by.actor, collected=True)
    give_all_days(event, slot_id, exhibitor_id, by, seen)
    return bool(tell(event, [exhibitor_id], by))
