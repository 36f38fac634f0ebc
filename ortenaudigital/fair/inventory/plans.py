"""The floor of an event as its file writes it."""

from collections.abc import Sequence
from datetime import date

from ortenaudigital.events.models import Event
from ortenaudigital.events.sections.fair.floor import (
    AreaPlan,
    CircuitPlan,
    Floor,
    PitchPlan,
    StagePlan,
    StandPlan,
)
from ortenaudigital.fair.inventory.models import Area, Slot, Stage, Stand
from ortenaudigital.fair.inventory.queries import list_areas, list_stages, list_stands
from ortenaudigital.fair.inventory.rules import outline_corners, to_metres
from ortenaudigital.kernel.clock import local


def read_floor(event: Event) -> Floor:
    """Return areas, stands and stages as an event file writes them. Nothing is checked."""
    areas = {area.id: area for area in list_areas(event)}
    every_day = [day.date for day in event.days]
    return Floor(
        areas=tuple(_area(area) for area in areas.values()),
        stands=tuple(_stand(stand, areas, every_day) for stand in list_stands(event)),
        stages=tuple(_stage(stage, areas, event.timezone) for stage in list_stages(event)),
    )


def _area(area: Area) -> AreaPlan:
    return AreaPlan.model_construct(
        name=area.name,
        width=to_metres(area.width_cm),
        depth=to_metres(area.depth_cm),
        outline=outline_corners(area.outline),
        power_limit_w=area.power_limit_w,
        network_limit=area.network_limit,
        circuits=[
            CircuitPlan.model_construct(name=each.name, limit_w=each.limit_w)
            for each in area.circuits
        ],
    )


def _stand(stand: Stand, areas: dict[int, Area], every_day: Sequence[date]) -> StandPlan:
    days = sorted(slot.day.date for slot in stand.slots)
    area = areas.get(stand.area_id or 0)
    circuits = area.circuits if area else []
    return StandPlan.model_construct(
        label=stand.label,
        kind=stand.kind,
        width=to_metres(stand.width_cm),
        depth=to_metres(stand.depth_cm),
        power_w=stand.power_w,
        network=stand.network,
        accessible=stand.accessible,
        area=area.name if area else "",
        circuit=next((each.name for each in circuits if each.id == stand.circuit_id), ""),
        x=None if stand.x_cm is None else to_metres(stand.x_cm),
        y=None if stand.y_cm is None else to_metres(stand.y_cm),
        turned=stand.turned,
        note=stand.note,
        days=None if days == list(every_day) else days,
    )


def _stage(stage: Stage, areas: dict[int, Area], zone: str) -> StagePlan:
    area = areas.get(stage.area_id or 0)
    return StagePlan.model_construct(
        name=stage.name,
        area=area.name if area else "",
        pitches=[pitch_plan(slot, zone) for slot in stage.slots],
    )


def pitch_plan(slot: Slot, zone: str) -> PitchPlan:
    """Return a pitch as the clocks at the event show it."""
    starts, ends = local(slot.begins_at, zone), local(slot.finishes_at, zone)
    return PitchPlan.model_construct(
        date=slot.day.date,
        starts=f"{starts:%H:%M}",
        # Midnight is said as the end of the day.
        ends=f"{ends:%H:%M}".replace("00:00", "24:00"),
    )
