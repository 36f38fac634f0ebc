"""How much of power and network is used, and what does not fit, for the pages of the floor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from ortenaudigital.fair.inventory.drawing import box_of
from ortenaudigital.fair.inventory.loads import (
    Drawing,
    Load,
    network_of_area,
    outside,
    overlapping,
    power_of_area,
    power_of_circuit,
)
from ortenaudigital.fair.inventory.models import Area, Circuit, Stand


@dataclass(frozen=True)
class AreaLoads:
    """What the stands of an area draw, all together and circuit by circuit."""

    power: Load
    network: Load
    circuits: Sequence[tuple[Circuit, Load]]


def drawings(stands: Sequence[Stand]) -> list[Drawing]:
    """Return stands as what they draw and cover."""
    return [
        Drawing(
            label=stand.label,
            area_id=stand.area_id,
            circuit_id=stand.circuit_id,
            power_w=stand.power_w,
            network=stand.network,
            days=[slot.day_id for slot in stand.slots],
            box=box_of(stand),
        )
        for stand in stands
    ]


def area_loads(areas: Sequence[Area], stands: Sequence[Stand]) -> Mapping[int, AreaLoads]:
    """Return what is drawn, by the ids of areas."""
    drawn = drawings(stands)
    return {
        area.id: AreaLoads(
            power_of_area(drawn, area.id, area.power_limit_w),
            network_of_area(drawn, area.id, area.network_limit),
            [(each, power_of_circuit(drawn, each.id, each.limit_w)) for each in area.circuits],
        )
        for area in areas
    }


def warnings_of(areas: Sequence[Area], stands: Sequence[Stand]) -> list[str]:
    """Say what does not fit: limits, stands on one another, stands outside of their area."""
    found, drawn = [], drawings(stands)
    for area in areas:
        loads = area_loads([area], stands)[area.id]
        found += _over(area.name, loads.power)
        for circuit, load in loads.circuits:
            found += _over(f"{area.name}, {circuit.name}", load)
        if loads.network.over:
            words = gettext(
                "%(place)s: %(used)s Stände mit Netzwerk, möglich sind %(limit)s.",
                place=area.name,
                used=loads.network.used,
                limit=loads.network.limit,
            )
            found.append(words)
    found += [
        gettext("%(one)s und %(other)s stehen aufeinander.", one=one, other=other)
        for one, other in overlapping(drawn)
    ]
    sizes = {area.id: (area.width_cm, area.depth_cm) for area in areas}
    found += [
        gettext("%(label)s ragt aus dem Bereich hinaus.", label=label)
        for label in outside(drawn, sizes)
    ]
    return found


def _over(place: str, load: Load) -> list[str]:
    if not load.over:
        return []
    return [
        gettext(
            "%(place)s: die Stände brauchen %(used)s W, es gibt %(limit)s W.",
            place=place,
            used=load.used,
            limit=load.limit,
        )
    ]
