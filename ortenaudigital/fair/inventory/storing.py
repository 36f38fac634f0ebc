"""How the floor of an event file gets into the tables, without taking a slot from an exhibitor."""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, datetime, timedelta

from ortenaudigital.events.models import Day, Event
from ortenaudigital.events.rules import opening_hours
from ortenaudigital.events.sections.fair.floor import (
    AreaPlan,
    Floor,
    PitchPlan,
    StagePlan,
    StandPlan,
)
from ortenaudigital.fair.inventory.models import Area, Circuit, Slot, Stage, Stand
from ortenaudigital.fair.inventory.plans import pitch_plan
from ortenaudigital.fair.inventory.queries import list_areas, list_stages, list_stands
from ortenaudigital.fair.inventory.rules import outline_text, to_cm
from ortenaudigital.kernel.db import db

# Where pitches wait while they change places: no event is then.
_ASIDE = timedelta(days=365 * 200)


def store_floor(event: Event, floor: Floor, dates: Set[date]) -> None:
    """Make areas, stands and stages equal to those of the file, whose days are `dates`.

    That nobody holds a slot which goes is made sure of by `placement` before.
    """
    areas = {area.name: area for area in list_areas(event)}
    for position, area_plan in enumerate(floor.areas):
        area = areas.setdefault(area_plan.name, Area(event_id=event.id, name=area_plan.name))
        area.position = position
        _store_area(area, area_plan)
    db.session.flush()
    days = [day for day in event.days if day.date in dates]
    _store_stands(event, floor.stands, days, areas)
    _store_stages(event, floor.stages, days, areas)
    db.session.flush()
    _drop_areas(floor, areas)


def _store_area(area: Area, plan: AreaPlan) -> None:
    area.width_cm, area.depth_cm = to_cm(plan.width), to_cm(plan.depth)
    area.outline = outline_text(plan.outline)
    area.power_limit_w, area.network_limit = plan.power_limit_w, plan.network_limit
    db.session.add(area)
    known = {circuit.name: circuit for circuit in area.circuits}
    for each in plan.circuits:
        if each.name not in known:
            area.circuits.append(Circuit(name=each.name, limit_w=each.limit_w))
        else:
            known[each.name].limit_w = each.limit_w


def _drop_areas(floor: Floor, areas: Mapping[str, Area]) -> None:
    plans = {plan.name: plan for plan in floor.areas}
    for name, area in areas.items():
        kept = {each.name for each in plans[name].circuits} if name in plans else set()
        for circuit in [each for each in area.circuits if each.name not in kept]:
            area.circuits.remove(circuit)
            db.session.delete(circuit)
        db.session.flush()
        if name not in plans:
            db.session.delete(area)
    db.session.flush()


def _store_stands(
    event: Event, plans: Sequence[StandPlan], days: Sequence[Day], areas: Mapping[str, Area]
) -> None:
    stands = {stand.label: stand for stand in list_stands(event)}
    for position, plan in enumerate(plans):
        stand = stands.pop(plan.label, None) or Stand(event_id=event.id, label=plan.label)
        stand.position = position
        _store_stand(stand, plan, areas.get(plan.area))
        db.session.add(stand)
        _store_days(stand, [day for day in days if offers(plan, day.date)])
    for gone in stands.values():
        _store_days(gone, [])
        db.session.flush()
        db.session.delete(gone)


def _store_stand(stand: Stand, plan: StandPlan, area: Area | None) -> None:
    stand.kind = plan.kind
    stand.width_cm, stand.depth_cm = to_cm(plan.width), to_cm(plan.depth)
    stand.power_w, stand.network = plan.power_w, plan.network
    stand.accessible, stand.note = plan.accessible, plan.note
    stand.area_id = area.id if area else None
    circuits = area.circuits if area else []
    stand.circuit_id = next((each.id for each in circuits if each.name == plan.circuit), None)
    stand.x_cm = None if plan.x is None else to_cm(plan.x)
    stand.y_cm = None if plan.y is None else to_cm(plan.y)
    stand.turned = plan.turned


def offers(plan: StandPlan, day: date) -> bool:
    """Say whether a stand of a file is there on a day."""
    return plan.days is None or day in plan.days


def _store_days(stand: Stand, days: Sequence[Day]) -> None:
    slots = {slot.day_id: slot for slot in stand.slots}
    for day in days:
        if slots.pop(day.id, None) is None:
            stand.slots.append(Slot(day=day))
    for gone in slots.values():
        stand.slots.remove(gone)
        db.session.delete(gone)


def _store_stages(
    event: Event, plans: Sequence[StagePlan], days: Sequence[Day], areas: Mapping[str, Area]
) -> None:
    stages = {stage.name: stage for stage in list_stages(event)}
    for position, plan in enumerate(plans):
        stage = stages.pop(plan.name, None) or Stage(event_id=event.id, name=plan.name)
        stage.position = position
        area = areas.get(plan.area)
        stage.area_id = area.id if area else None
        db.session.add(stage)
        _store_pitches(event, stage, plan.pitches, {day.date: day for day in days})
    for gone in stages.values():
        _store_pitches(event, gone, [], {})
        db.session.delete(gone)


def _store_pitches(
    event: Event, stage: Stage, plans: Iterable[PitchPlan], days: Mapping[date, Day]
) -> None:
    slots = {pitch_plan(slot, event.timezone): slot for slot in stage.slots}
    wanted = {each: slots.pop(each, None) for each in plans if each.date in days}
    for gone in slots.values():
        stage.slots.remove(gone)
        db.session.delete(gone)
    db.session.flush()
    changed = []
    for plan, slot in wanted.items():
        times = opening_hours(plan.date, plan.starts, plan.ends, event.timezone)
        if slot is not None and (slot.starts_at, slot.ends_at) != times:
            # Two that change places would overlap on the way.
            slot.starts_at, slot.ends_at = slot.begins_at - _ASIDE, slot.finishes_at - _ASIDE
            changed.append((slot, times))
        elif slot is None:
            new = Slot(day=days[plan.date], starts_at=times[0], ends_at=times[1])
            stage.slots.append(new)
    _move(changed)


def _move(changed: Sequence[tuple[Slot, tuple[datetime, datetime]]]) -> None:
    if changed:
        db.session.flush()
    for slot, times in changed:
        slot.starts_at, slot.ends_at = times
    db.session.flush()
