"""What is in the way of an exhibitor at a stand, on plain values."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ortenaudigital.fair.placement.rules.facts import ExhibitorFacts, Fair, Limit, StandFacts
from ortenaudigital.fair.placement.rules.neighbours import Neighbours
from ortenaudigital.kernel.errors import N_
from ortenaudigital.kernel.text import fold


class Reason(StrEnum):
    """What is in the way."""

    NOT_ACCEPTED = "not_accepted"
    NOT_THERE = "not_there"
    TAKEN = "taken"
    POWER = "power"
    POWER_LIMIT = "power_limit"
    NETWORK_LIMIT = "network_limit"
    NETWORK = "network"
    SIZE = "size"
    ACCESS = "access"
    DAY_NOT_ASKED = "day_not_asked"
    HAS_ANOTHER = "has_another"
    PITCH_NOT_ASKED = "pitch_not_asked"
    HAS_PITCH = "has_pitch"
    APART = "apart"
    GROUP_ELSEWHERE = "group_elsewhere"


# Nobody can wish these away: a fuse blows, or somebody else stands there.
REFUSALS = frozenset(
    {
        *(Reason.NOT_ACCEPTED, Reason.NOT_THERE, Reason.TAKEN),
        *(Reason.POWER, Reason.POWER_LIMIT, Reason.NETWORK_LIMIT),
    }
)

WORDS = {
    Reason.NOT_ACCEPTED: N_("Noch nicht angenommen"),
    Reason.NOT_THERE: N_("An diesem Tag gibt es diesen Stand nicht"),
    Reason.TAKEN: N_("Vergeben an %(holder)s"),
    Reason.POWER: N_("Strom: braucht %(needs)s W, hier sind es %(has)s W"),
    Reason.POWER_LIMIT: N_("Strom: %(name)s trägt %(limit)s W, damit wären es %(load)s W"),
    Reason.NETWORK_LIMIT: N_("Netzwerk: %(name)s hat %(limit)s Anschlüsse, es wären %(load)s"),
    Reason.NETWORK: N_("Kein Netzwerk, wird aber gebraucht"),
    Reason.SIZE: N_("Zu klein: braucht %(needs)s m, hier sind es %(has)s m"),
    Reason.ACCESS: N_("Nicht barrierefrei, wird aber gebraucht"),
    Reason.DAY_NOT_ASKED: N_("Wollte an diesem Tag nicht ausstellen"),
    Reason.HAS_ANOTHER: N_("Hat an diesem Tag schon %(stand)s"),
    Reason.PITCH_NOT_ASKED: N_("Hat keinen Pitch gewünscht"),
    Reason.HAS_PITCH: N_("Hat schon einen Pitch"),
    Reason.APART: N_("Soll nicht neben %(name)s stehen"),
    Reason.GROUP_ELSEWHERE: N_("Steht nicht bei der Gruppe %(group)s"),
}


@dataclass(frozen=True)
class Conflict:
    """One thing that is in the way; `values` fill the words."""

    reason: Reason
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def refuses(self) -> bool:
        """Say whether it forbids the placing; else it is a warning."""
        return self.reason in REFUSALS

    @property
    def words(self) -> str:
        """Return the words as a key of the catalogue."""
        return WORDS[self.reason]

    def __str__(self) -> str:
        """Say it in German, for logs and tests."""
        return self.words % self.values


@dataclass(frozen=True)
class Size:
    """Width and depth in centimetres, 0 where nobody said; pages write them in their language."""

    width_cm: int
    depth_cm: int

    def __str__(self) -> str:
        """Write it in metres: `3 × 2,5`."""
        return " × ".join(f"{side / 100:g}".replace(".", ",") for side in self.sides)

    @property
    def sides(self) -> list[int]:
        """Return those that somebody said."""
        return [side for side in (self.width_cm, self.depth_cm) if side]


def is_too_small(stand: StandFacts, exhibitor: ExhibitorFacts) -> bool:
    """Say whether they do not fit in, whichever way round. A size that nobody gave fits."""
    if not (stand.width_cm and stand.depth_cm):
        return False
    has = sorted((stand.width_cm, stand.depth_cm))
    needs = sorted((exhibitor.width_cm, exhibitor.depth_cm))
    return any(need > room for need, room in zip(needs, has, strict=True))


def missing(stand: StandFacts, exhibitor: ExhibitorFacts) -> list[Conflict]:
    """Say which needs a stand does not meet, whoever else is there."""
    found = []
    if exhibitor.power_w > stand.power_w:
        watts = {"needs": exhibitor.power_w, "has": stand.power_w}
        found.append(Conflict(Reason.POWER, watts))
    if exhibitor.network and not stand.network:
        found.append(Conflict(Reason.NETWORK))
    if exhibitor.accessible and not stand.accessible:
        found.append(Conflict(Reason.ACCESS))
    if is_too_small(stand, exhibitor):
        needs = Size(exhibitor.width_cm, exhibitor.depth_cm)
        has = Size(stand.width_cm, stand.depth_cm)
        found.append(Conflict(Reason.SIZE, {"needs": needs, "has": has}))
    return found


def are_apart(one: ExhibitorFacts, other: ExhibitorFacts) -> bool:
    """Say whether one of two does not want to stand beside the other."""
    return bool(one.apart & _names(other) or other.apart & _names(one))


def _names(exhibitor: ExhibitorFacts) -> frozenset[str]:
    return frozenset(filter(None, (fold(exhibitor.name), fold(exhibitor.group))))


def conflicts(
    fair: Fair, near: Neighbours, exhibitor: ExhibitorFacts, stand: StandFacts, day: int
) -> list[Conflict]:
    """Say all that is in the way of an exhibitor at a stand on a day, refusals first."""
    found = [
        *_about_day(fair, exhibitor, stand, day),
        *missing(stand, exhibitor),
        *_over_limits(fair, exhibitor, stand, day),
        *_about_others(fair, near, exhibitor, stand, day),
    ]
    return sorted(found, key=lambda conflict: not conflict.refuses)


def _about_day(
    fair: Fair, exhibitor: ExhibitorFacts, stand: StandFacts, day: int
) -> Iterator[Conflict]:
    if not exhibitor.accepted:
        yield Conflict(Reason.NOT_ACCEPTED)
    if day not in stand.days:
        yield Conflict(Reason.NOT_THERE)
    if day not in exhibitor.days:
        yield Conflict(Reason.DAY_NOT_ASKED)
    holding = fair.held.get((stand.id, day))
    if holding and holding.exhibitor != exhibitor.id:
        holder = fair.exhibitors.get(holding.exhibitor)
        yield Conflict(Reason.TAKEN, {"holder": holder.name if holder else "?"})


def load(fair: Fair, day: int, area: int | None, circuit: int | None) -> tuple[int, int]:
    """Sum up watts and connections of who stands in an area, or at a circuit, on a day."""
    there = [
        who
        for (stand, when), holding in fair.held.items()
        if when == day
        and (who := fair.exhibitors.get(holding.exhibitor))
        and (at := fair.stands.get(stand))
        and (at.area == area if circuit is None else at.circuit == circuit)
    ]
    return sum(each.power_w for each in there), sum(each.network for each in there)


def _over_limits(
    fair: Fair, exhibitor: ExhibitorFacts, stand: StandFacts, day: int
) -> Iterator[Conflict]:
    before = fair.without([(stand.id, day)])
    for area, circuit in ((stand.area, None), (None, stand.circuit)):
        limit = _limit(fair, area, circuit)
        if limit is None or (limit.power_w is None and limit.network is None):
            continue
        power, network = load(before, day, area, circuit)
        power, network = power + exhibitor.power_w, network + exhibitor.network
        if limit.power_w is not None and power > limit.power_w and exhibitor.power_w:
            named = {"name": limit.name, "limit": limit.power_w, "load": power}
            yield Conflict(Reason.POWER_LIMIT, named)
        if limit.network is not None and network > limit.network and exhibitor.network:
            named = {"name": limit.name, "limit": limit.network, "load": network}
            yield Conflict(Reason.NETWORK_LIMIT, named)


def _limit(fair: Fair, area: int | None, circuit: int | None) -> Limit | None:
    if circuit is not None:
        return fair.circuits.get(circuit)
    return fair.areas.get(area) if area is not None else None


def _about_others(
    fair: Fair, near: Neighbours, exhibitor: ExhibitorFacts, stand: StandFacts, day: int
) -> Iterator[Conflict]:
    for (other, when), holding in fair.held.items():
        if when == day and holding.exhibitor == exhibitor.id and other != stand.id:
            yield Conflict(Reason.HAS_ANOTHER, {"stand": fair.stands[other].label})
    beside = [fair.holder(each, day) for each in sorted(near.get(stand.id, ()))]
    for neighbour in beside:
        if neighbour and neighbour.id != exhibitor.id and are_apart(exhibitor, neighbour):
            yield Conflict(Reason.APART, {"name": neighbour.name})
    if not exhibitor.group or any(each and each.group == exhibitor.group for each in beside):
        return
    if any(_is_of_group(fair, exhibitor, slot, day) for slot in fair.held):
        yield Conflict(Reason.GROUP_ELSEWHERE, {"group": exhibitor.group})


def _is_of_group(fair: Fair, exhibitor: ExhibitorFacts, slot: tuple[int, int], day: int) -> bool:
    stand, when = slot
    other = fair.holder(stand, when)
    return (
        when == day
        and other is not None
        and other.id != exhibitor.id
        and other.group == exhibitor.group
    )
