"""Nobody loses a slot because the floor of an event changes."""

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from datetime import date, datetime

from sqlalchemy import delete, func, or_, select

from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.models import Event
from ortenaudigital.events.sections.fair.floor import Floor, StagePlan, StandPlan
from ortenaudigital.fair.applications.models import Assignment, Exhibitor
from ortenaudigital.fair.applications.queries import holders
from ortenaudigital.fair.inventory.models import Slot, Stage, Stand
from ortenaudigital.fair.inventory.plans import pitch_plan
from ortenaudigital.fair.inventory.queries import list_stages, list_stands
from ortenaudigital.fair.inventory.storing import offers, store_floor
from ortenaudigital.kernel.db import db


def change_floor(event: Event, floor: Floor, dates: Set[date]) -> None:
    """Make areas, stands and stages equal to those of the file, whose days are `dates`.

    Raises EventFileError, with every reason, if a slot would go that somebody holds.
    """
    if lost := lost_assignments(event, floor, dates, {}):
        raise EventFileError(lost)
    store_floor(event, floor, dates)


def lost_assignments(
    event: Event, floor: Floor, dates: Set[date], moves: Mapping[date, date]
) -> list[str]:
    """Say each slot that would be taken from who holds it; none is given while we look."""
    _lock_slots(event)
    return [
        *_lost_stands(event, floor.stands, dates, moves),
        *_lost_pitches(event, floor.stages, dates, moves),
    ]


def _lost_stands(
    event: Event, plans: Sequence[StandPlan], dates: Set[date], moves: Mapping[date, date]
) -> Iterator[str]:
    planned = {plan.label: plan for plan in plans}
    held = holders(event)
    for stand in list_stands(event):
        for slot in stand.slots:
            day = moves.get(slot.day.date, slot.day.date)
            plan = planned.get(stand.label)
            kept = plan is not None and day in dates and offers(plan, day)
            if slot.id in held and not kept:
                holder = held[slot.id].exhibitor.name
                yield f"stand: {stand.label} is gone on {day}, but {holder} holds it"


def _lost_pitches(
    event: Event, plans: Sequence[StagePlan], dates: Set[date], moves: Mapping[date, date]
) -> Iterator[str]:
    planned = {plan.name: set(plan.pitches) for plan in plans}
    held = holders(event)
    for stage in list_stages(event):
        for slot in stage.slots:
            was = pitch_plan(slot, event.timezone)
            pitch = was.model_copy(update={"date": moves.get(was.date, was.date)})
            kept = pitch.date in dates and pitch in planned.get(stage.name, ())
            if slot.id in held and not kept:
                holder, when = held[slot.id].exhibitor.name, f"{pitch.date} {pitch.starts}"
                yield f"stage: {stage.name} is gone at {when}, but {holder} holds it"


def _lock_slots(event: Event) -> None:
    # An assignment refers to its slot, and waits for whoever holds the row.
    stands = select(Stand.id).where(Stand.event_id == event.id)
    stages = select(Stage.id).where(Stage.event_id == event.id)
    theirs = or_(Slot.stand_id.in_(stands), Slot.stage_id.in_(stages))
    slots = select(Slot.id).where(theirs).order_by(Slot.id)
    db.session.execute(slots.with_for_update(of=Slot))
    places: list[Stand | Stage] = [*list_stands(event), *list_stages(event)]
    for place in places:
        db.session.expire(place, ["slots"])


def count_holders(event: Event) -> dict[int, int]:
    """Count the assigned slots of an event by the id of the day."""
    query = (
        select(Slot.day_id, func.count())
        .join(Assignment, Assignment.slot_id == Slot.id)
        .where(Slot.day_id.in_([day.id for day in event.days]))
        .group_by(Slot.day_id)
    )
    return dict(db.session.execute(query).all())


def holders_of(slot_ids: Collection[int], now: datetime) -> dict[int, str]:
    """Return by slot the names of who has it; what was only held, and ran out, is given up."""
    theirs = Assignment.slot_id.in_(slot_ids)
    db.session.execute(delete(Assignment).where(theirs, Assignment.held_until <= now))
    query = select(Assignment.slot_id, Exhibitor.name).join(
        Exhibitor, Exhibitor.id == Assignment.exhibitor_id
    )
    return dict(db.session.execute(query.where(theirs).order_by(Assignment.slot_id)).all())
