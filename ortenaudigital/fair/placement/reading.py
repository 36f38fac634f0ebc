"""Read all that a placing is decided upon, by few questions and as plain values."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from ortenaudigital.events.models import Day, Event
from ortenaudigital.fair.applications.models import Assignment, Exhibitor, Need, NeedDay
from ortenaudigital.fair.applications.rules import AT_STAKE, State
from ortenaudigital.fair.inventory.models import Area, Circuit, Slot, Stage, Stand
from ortenaudigital.fair.placement.rules.facts import (
    ExhibitorFacts,
    Fair,
    Holding,
    Limit,
    StandFacts,
)
from ortenaudigital.fair.placement.rules.placements import Placements, SlotFacts, by_stand
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.text import fold


def read_placements(event: Event, now: datetime) -> Placements:
    """Read whose the slots of an event are at a moment; what is held no longer is free."""
    days = frozenset(day.id for day in event.days)
    slots = _slots(event)
    stand_days: dict[int, set[int]] = defaultdict(set)
    for slot in slots.values():
        if slot.stand is not None:
            stand_days[slot.stand].add(slot.day)
    stands = _stands(event, stand_days)
    # What others delete between two of these questions is gone.
    known = {None, *stands}
    slots = {number: slot for number, slot in slots.items() if slot.stand in known}
    held = {slot: holding for slot, holding in _held(event, now).items() if slot in slots}
    areas, circuits = _limits(event)
    fair = Fair(
        stands,
        _exhibitors(event, days),
        areas,
        circuits,
        by_stand(slots, held),
    )
    return Placements(fair, slots, held)


def _slots(event: Event) -> dict[int, SlotFacts]:
    query = (
        select(
            *(Slot.id, Slot.stand_id, Slot.stage_id, Slot.day_id),
            *(Stand.label, Stage.name, Slot.starts_at, Slot.ends_at),
        )
        .join(Day, Day.id == Slot.day_id)
        .outerjoin(Stand, Stand.id == Slot.stand_id)
        .outerjoin(Stage, Stage.id == Slot.stage_id)
        .where(Day.event_id == event.id)
        .order_by(Day.date, Stand.position, Stage.position, Slot.starts_at, Slot.id)
    )
    return {
        row.id: SlotFacts(
            *(row.id, row.stand_id, row.stage_id, row.day_id, row.label or row.name),
            *(row.starts_at, row.ends_at),
        )
        for row in db.session.execute(query)
    }


def _stands(event: Event, days: dict[int, set[int]]) -> dict[int, StandFacts]:
    query = select(
        *(Stand.id, Stand.label, Stand.position, Stand.area_id, Stand.circuit_id),
        *(Stand.width_cm, Stand.depth_cm, Stand.x_cm, Stand.y_cm, Stand.turned),
        *(Stand.power_w, Stand.network, Stand.accessible),
    ).where(Stand.event_id == event.id)
    rows = db.session.execute(query.order_by(Stand.position, Stand.id))
    return {
        row.id: StandFacts(
            id=row.id,
            label=row.label,
            days=frozenset(days[row.id]),
            position=row.position,
            area=row.area_id,
            circuit=row.circuit_id,
            width_cm=row.width_cm,
            depth_cm=row.depth_cm,
            power_w=row.power_w,
            network=row.network,
            accessible=row.accessible,
            place=_place(row),
        )
        for row in rows
    }


def _place(row: Any) -> tuple[int, int, int, int] | None:
    if row.x_cm is None or row.y_cm is None:
        return None
    across = row.turned in {90, 270}
    width, depth = (row.depth_cm, row.width_cm) if across else (row.width_cm, row.depth_cm)
    return row.x_cm, row.y_cm, width, depth


def _limits(event: Event) -> tuple[dict[int, Limit], dict[int, Limit]]:
    areas = db.session.execute(
        select(Area.id, Area.name, Area.power_limit_w, Area.network_limit).where(
            Area.event_id == event.id
        )
    )
    circuits = db.session.execute(
        select(Circuit.id, Circuit.name, Circuit.limit_w)
        .join(Area, Area.id == Circuit.area_id)
        .where(Area.event_id == event.id)
    )
    return (
        {row.id: Limit(row.name, row.power_limit_w, row.network_limit) for row in areas},
        {row.id: Limit(row.name, row.limit_w) for row in circuits},
    )


def _exhibitors(event: Event, days: frozenset[int]) -> dict[UUID, ExhibitorFacts]:
    asked: dict[UUID, set[int]] = defaultdict(set)
    theirs = select(NeedDay.exhibitor_id, NeedDay.day_id).join(Day, Day.id == NeedDay.day_id)
    for exhibitor_id, day_id in db.session.execute(theirs.where(Day.event_id == event.id)):
        asked[exhibitor_id].add(day_id)
    query = (
        select(
            *(Exhibitor.id, Exhibitor.name, Exhibitor.state),
            *(Exhibitor.group_name, Exhibitor.apart_from),
            *(Need.width_cm, Need.depth_cm, Need.power_w, Need.network, Need.accessible),
            *(Need.pitch, Need.wish_stand),
        )
        .outerjoin(Need, Need.exhibitor_id == Exhibitor.id)
        .where(Exhibitor.event_id == event.id, Exhibitor.state.in_(AT_STAKE))
    )
    return {
        row.id: ExhibitorFacts(
            id=row.id,
            name=row.name,
            # Who asked for no day in particular is there on all.
            days=frozenset(asked[row.id]) or days,
            accepted=row.state == State.ACCEPTED,
            waits=row.state == State.WAIT_LISTED,
            width_cm=row.width_cm or 0,
            depth_cm=row.depth_cm or 0,
            power_w=row.power_w or 0,
            network=bool(row.network),
            accessible=bool(row.accessible),
            pitch=bool(row.pitch),
            wish=row.wish_stand or "",
            group=row.group_name.strip(),
            apart=frozenset(_names(row.apart_from)),
        )
        for row in db.session.execute(query.order_by(Exhibitor.applied_at, Exhibitor.id))
    }


def _names(text: str) -> Iterable[str]:
    return filter(None, (fold(each.strip()) for each in re.split(r"[,;\n]", text)))


def _held(event: Event, now: datetime) -> dict[int, Holding]:
    query = (
        select(Assignment.slot_id, Assignment.exhibitor_id, Assignment.held_until)
        .join(Slot, Slot.id == Assignment.slot_id)
        .join(Day, Day.id == Slot.day_id)
        .where(Day.event_id == event.id, holds(now))
    )
    rows = db.session.execute(query)
    return {row.slot_id: Holding(row.exhibitor_id, row.held_until) for row in rows}


def holds(now: datetime) -> Any:
    """Say in SQL which assignments count: those for good, and those held until later."""
    return or_(Assignment.held_until.is_(None), Assignment.held_until > now)
