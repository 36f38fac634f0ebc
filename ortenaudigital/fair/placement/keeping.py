"""Nobody loses a stand because the stands of an event change."""

from collections.abc import Mapping, Sequence, Set
from datetime import date

from sqlalchemy import func, select

from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.models import Event
from ortenaudigital.events.sections.fair import StandPlan
from ortenaudigital.fair.applications.models import Assignment
from ortenaudigital.fair.applications.queries import holders
from ortenaudigital.fair.inventory import offers, store_stands
from ortenaudigital.fair.models import Slot, Stand
from ortenaudigital.fair.queries import list_stands
from ortenaudigital.kernel.db import db


def change_stands(event: Event, plans: Sequence[StandPlan], dates: Set[date]) -> None:
    """Make the stands equal to those of the file, whose days are `dates`.

    Raises EventFileError, with every reason, if a stand would go that somebody holds.
    """
    if lost := lost_assignments(event, plans, dates, {}):
        raise EventFileError(lost)
    store_stands(event, plans, dates)


def lost_assignments(
    event: Event, plans: Sequence[StandPlan], dates: Set[date], moves: Mapping[date, date]
) -> list[str]:
    """Say each stand that would be taken from who holds it; no stand is given while we look."""
    _lock_slots(event)
    planned = {plan.label: plan for plan in plans}
    held = holders(event)
    lost = []
    for stand in list_stands(event):
        for slot in stand.slots:
            day = moves.get(slot.day.date, slot.day.date)
            plan = planned.get(stand.label)
            kept = plan is not None and day in dates and offers(plan, day)
            if slot.id in held and not kept:
                holder = held[slot.id].exhibitor.name
                lost.append(f"stand: {stand.label} is gone on {day}, but {holder} holds it")
    return lost


def _lock_slots(event: Event) -> None:
    # An assignment refers to its slot, and waits for whoever holds the row.
    slots = select(Slot.id).join(Stand).where(Stand.event_id == event.id).order_by(Slot.id)
    db.session.execute(slots.with_for_update(of=Slot))
    for stand in list_stands(event):
        db.session.expire(stand, ["slots"])


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
