"""The stands of an event file: stored without taking one from an exhibitor, and written again."""

from collections.abc import Sequence

from sqlalchemy import select

from ortenaudigital.db import db
from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.models import Day, Event
from ortenaudigital.events.plan import StandPlan
from ortenaudigital.stands.models import Slot, Stand
from ortenaudigital.stands.queries import list_stands


def store_stands(event: Event, plans: Sequence[StandPlan]) -> None:
    """Make the stands equal to those of the file.

    Raises EventFileError, with every reason, if a stand would go that somebody holds.
    """
    _lock_slots(event)
    stands = {stand.label: stand for stand in list_stands(event)}
    _check_assignments_survive(stands, {plan.label: plan for plan in plans}, event)
    for position, plan in enumerate(plans):
        stand = stands.pop(plan.label, None) or Stand(event_id=event.id, label=plan.label)
        stand.position = position
        stand.size, stand.power, stand.network = plan.size, plan.power, plan.network
        db.session.add(stand)
        _store_slots(stand, [day for day in event.days if _offers(plan, day)])
    for gone in stands.values():
        _store_slots(gone, [])
        db.session.flush()
        db.session.delete(gone)
    db.session.flush()


def _lock_slots(event: Event) -> None:
    """Keep organisers from giving a stand away while it is decided whether it stays."""
    of_event = select(Stand.id).where(Stand.event_id == event.id)
    query = select(Slot.id).where(Slot.stand_id.in_(of_event)).order_by(Slot.id)
    db.session.execute(query.with_for_update())


def _offers(plan: StandPlan, day: Day) -> bool:
    return plan.days is None or day.date in plan.days


def _check_assignments_survive(
    stands: dict[str, Stand], plans: dict[str, StandPlan], event: Event
) -> None:
    faults = []
    for label, stand in stands.items():
        for slot in stand.slots:
            kept = label in plans and slot.day in event.days and _offers(plans[label], slot.day)
            if slot.assignment is not None and not kept:
                holder = slot.assignment.exhibitor.name
                faults.append(f"stand: {label} is gone on {slot.day.date}, but {holder} holds it")
    if faults:
        raise EventFileError(faults)


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
