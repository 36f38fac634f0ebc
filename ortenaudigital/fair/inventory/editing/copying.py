"""Take over the floor of another event, the one of last year perhaps."""

from collections.abc import Sequence
from datetime import date

from ortenaudigital.events.models import Event
from ortenaudigital.events.sections.fair.floor import Floor, StagePlan, StandPlan
from ortenaudigital.fair.inventory.editing.history import Editor, changing
from ortenaudigital.fair.inventory.editing.models import Deed
from ortenaudigital.fair.inventory.models import Area
from ortenaudigital.fair.inventory.plans import read_floor
from ortenaudigital.fair.inventory.queries import list_areas
from ortenaudigital.fair.inventory.storing import store_floor
from ortenaudigital.kernel.db import db

# The n-th day of the one is the n-th of the other.
_Days = dict[date, date]
_SHOWN = ("background_id", "background_x_cm", "background_y_cm", "background_width_cm")


def copy_floor(editor: Editor, other: Event) -> None:
    """Add what the floor of another event has and this one has not, by names; nothing goes."""
    event = editor.event
    here, there = read_floor(event), read_floor(other)
    days = dict(
        zip((day.date for day in other.days), (day.date for day in event.days), strict=False)
    )
    with changing(editor, Deed.COPIED, other.title):
        wanted = _merged(here, there, days)
        new = {plan.name for plan in there.areas} - {plan.name for plan in here.areas}
        store_floor(event, wanted, {day.date for day in event.days})
        _copy_backgrounds(list_areas(event), {a.name: a for a in list_areas(other)}, new)


def _merged(here: Floor, there: Floor, days: _Days) -> Floor:
    areas = {plan.name: plan for plan in (*there.areas, *here.areas)}
    stands = {plan.label: plan for plan in here.stands}
    added = [_stand(plan, days) for plan in there.stands if plan.label not in stands]
    stages = {plan.name: plan for plan in here.stages}
    new = [_stage(plan, days) for plan in there.stages if plan.name not in stages]
    return Floor(
        areas=(*here.areas, *(plan for plan in there.areas if areas[plan.name] is plan)),
        stands=(*here.stands, *added),
        stages=(*here.stages, *new),
    )


def _stand(plan: StandPlan, days: _Days) -> StandPlan:
    if plan.days is None:
        return plan
    moved = [days[day] for day in plan.days if day in days]
    return plan.model_copy(update={"days": moved or None})


def _stage(plan: StagePlan, days: _Days) -> StagePlan:
    pitches = [
        pitch.model_copy(update={"date": days[pitch.date]})
        for pitch in plan.pitches
        if pitch.date in days
    ]
    return plan.model_copy(update={"pitches": pitches})


def _copy_backgrounds(areas: Sequence[Area], others: dict[str, Area], new: set[str]) -> None:
    for area in areas:
        if area.name in new:
            for name in _SHOWN:
                setattr(area, name, getattr(others[area.name], name))
    db.session.flush()
