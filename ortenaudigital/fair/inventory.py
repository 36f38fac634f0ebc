"""The stands of an event file: stored, and written again."""

from collections.abc import Sequence, Set
from datetime import date

from ortenaudigital.events.models import Day, Event
from ortenaudigital.events.sections.fair import StandPlan
from ortenaudigital.fair.models import Slot, Stand
from ortenaudigital.fair.queries import list_stands
from ortenaudigital.kernel.db import db


def store_stands(event: Event, plans: Sequence[StandPlan], dates: Set[date]) -> None:
    """Make the stands equal to those of the file; `dates` are its days where some will go.

    That nobody holds a stand which goes is made sure of by `placement` before.
    """
    stands = {stand.label: stand for stand in list_stands(event)}
    for position, plan in enumerate(plans):
        stand = stands.pop(plan.label, None) or Stand(event_id=event.id, label=plan.label)
        stand.position = position
        stand.size, stand.power, stand.network = plan.size, plan.power, plan.network
        db.session.add(stand)
        days = [day for day in event.days if day.date in dates]
        _store_slots(stand, [day for day in days if offers(plan, day.date)])
    for gone in stands.values():
        _store_slots(gone, [])
        db.session.flush()
        db.session.delete(gone)
    db.session.flush()


def offers(plan: StandPlan, day: date) -> bool:
    """Say whether a stand of a file is there on a day."""
    return plan.days is None or day in plan.days


def _store_slots(stand: Stand, days: Sequence[Day]) -> None:
    slots = {slot.day_id: slot for slot in stand.slots}
    for day in days:
        if slots.pop(day.id, None) is None:
            stand.slots.append(Slot(day=day))
    for gone in slots.values():
        stand.slots.remove(gone)
        db.session.delete(gone)


def stand_plans(event: Event) -> list[StandPlan]:
    """Return the stands as an event file writes them."""
    every_day = [day.date for day in event.days]
    plans = []
    for stand in list_stands(event):
        days = sorted(slot.day.date for slot in stand.slots)
        plans.append(
            StandPlan(
                label=stand.label,
                size=stand.size,
                power=stand.power,
                network=stand.network,
                days=None if days == every_day else days,
            )
        )
    return plans
