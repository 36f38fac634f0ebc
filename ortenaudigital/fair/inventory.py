"""The stands of an event file: stored without taking one from an exhibitor, and written again."""

from collections.abc import Mapping, Sequence, Set
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Row, func, select

from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.models import Day, Event
from ortenaudigital.events.sections.fair import StandPlan
from ortenaudigital.fair.letters import EVENT_CHANGED
from ortenaudigital.fair.models import Assignment, Exhibitor, Slot, Stand
from ortenaudigital.fair.queries import list_stands
from ortenaudigital.fair.rules import State
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.queue.rules import Priority


def store_stands(event: Event, plans: Sequence[StandPlan], dates: Set[date] | None = None) -> None:
    """Make the stands equal to those of the file; `dates` are its days where some will go.

    Raises EventFileError, with every reason, if a stand would go that somebody holds.
    """
    dates = {day.date for day in event.days} if dates is None else dates
    if lost := lost_assignments(event, plans, dates, {}):
        raise EventFileError(lost)
    stands = {stand.label: stand for stand in list_stands(event)}
    for position, plan in enumerate(plans):
        stand = stands.pop(plan.label, None) or Stand(event_id=event.id, label=plan.label)
        stand.position = position
        stand.size, stand.power, stand.network = plan.size, plan.power, plan.network
        db.session.add(stand)
        days = [day for day in event.days if day.date in dates]
        _store_slots(stand, [day for day in days if _offers(plan, day.date)])
    for gone in stands.values():
        _store_slots(gone, [])
        db.session.flush()
        db.session.delete(gone)
    db.session.flush()


def _offers(plan: StandPlan, day: date) -> bool:
    return plan.days is None or day in plan.days


def lost_assignments(
    event: Event, plans: Sequence[StandPlan], dates: Set[date], moves: Mapping[date, date]
) -> list[str]:
    """Say each stand that would be taken from who holds it; no stand is given while we look."""
    _lock_slots(event)
    planned = {plan.label: plan for plan in plans}
    lost = []
    for stand in list_stands(event):
        for slot in stand.slots:
            day = moves.get(slot.day.date, slot.day.date)
            plan = planned.get(stand.label)
            kept = plan is not None and day in dates and _offers(plan, day)
            if slot.assignment is not None and not kept:
                holder = slot.assignment.exhibitor.name
                lost.append(f"stand: {stand.label} is gone on {day}, but {holder} holds it")
    return lost


def _lock_slots(event: Event) -> None:
    # An assignment refers to its slot, and waits for whoever holds the row.
    slots = select(Slot.id).join(Stand).where(Stand.event_id == event.id).order_by(Slot.id)
    db.session.execute(slots.with_for_update(of=Slot))
    for stand in list_stands(event):
        db.session.expire(stand, ["slots"])
        for slot in stand.slots:
            db.session.expire(slot, ["assignment"])


def count_holders(event: Event) -> dict[int, int]:
    """Count the assigned stands of an event by the id of the day."""
    query = (
        select(Slot.day_id, func.count())
        .join(Assignment, Assignment.slot_id == Slot.id)
        .join(Stand, Stand.id == Slot.stand_id)
        .where(Stand.event_id == event.id)
        .group_by(Slot.day_id)
    )
    return dict(db.session.execute(query).all())


def tell_exhibitors(event: Event, now: datetime, kind: str = EVENT_CHANGED) -> int:
    """Write to all exhibitors that the event has changed; return how many."""
    exhibitors = _concerned(event)
    batch = f"{kind}:{event.id}:{event.calendar_sequence}"
    for exhibitor_id, name in exhibitors:
        sending = Sending(Priority.BULK, batch, key=f"{batch}:{exhibitor_id}")
        enqueue(kind, About(exhibitor_id, name, event.id), now, sending)
    return len(exhibitors)


def count_concerned(event: Event) -> int:
    """Count the exhibitors whom a change of the event concerns."""
    return len(_concerned(event))


def _concerned(event: Event) -> Sequence[Row[UUID, str]]:
    # To an address that nobody has confirmed nothing is written but the request to do so.
    query = select(Exhibitor.id, Exhibitor.name).where(
        Exhibitor.event_id == event.id,
        Exhibitor.state.in_([State.APPLIED, State.ACCEPTED]),
        Exhibitor.email != "",
    )
    return db.session.execute(query.order_by(Exhibitor.applied_at)).all()


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
