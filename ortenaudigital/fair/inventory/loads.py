"""What stands draw from circuits and areas, and what does not fit, on plain values."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ortenaudigital.fair.inventory.rules import Box


@dataclass(frozen=True)
class Drawing:
    """A stand as what it draws, and what it covers; None stands nowhere."""

    label: str
    area_id: int | None
    circuit_id: int | None
    power_w: int
    network: bool
    days: Collection[int]
    box: Box | None = None


@dataclass(frozen=True)
class Load:
    """How much of a limit is used on the day with the most; without a limit it is never over."""

    used: int
    limit: int | None

    @property
    def over(self) -> bool:
        """Say whether more is used than there is."""
        return self.limit is not None and self.used > self.limit


def power_of_area(stands: Iterable[Drawing], area_id: int, limit: int | None) -> Load:
    """Add up the watts of an area."""
    return _load(((each.days, each.power_w) for each in stands if each.area_id == area_id), limit)


def network_of_area(stands: Iterable[Drawing], area_id: int, limit: int | None) -> Load:
    """Count the stands of an area that are connected."""
    return _load(
        ((each.days, int(each.network)) for each in stands if each.area_id == area_id), limit
    )


def power_of_circuit(stands: Iterable[Drawing], circuit_id: int, limit: int | None) -> Load:
    """Add up the watts of a circuit."""
    return _load(
        ((each.days, each.power_w) for each in stands if each.circuit_id == circuit_id), limit
    )


def _load(drawn: Iterable[tuple[Collection[int], int]], limit: int | None) -> Load:
    by_day: Counter[int] = Counter()
    for days, number in drawn:
        by_day.update(dict.fromkeys(days, number))
    return Load(max(by_day.values(), default=0), limit)


def overlapping(stands: Sequence[Drawing]) -> list[tuple[str, str]]:
    """Return the names of each two stands that cover the same ground on the same day."""
    return list(_overlapping(stands))


def _overlapping(stands: Sequence[Drawing]) -> Iterator[tuple[str, str]]:
    boxes = [(each.box, each) for each in stands if each.box]
    placed = sorted(boxes, key=lambda pair: pair[0].x)
    for place, (box, one) in enumerate(placed):
        for other_box, other in placed[place + 1 :]:
            if other_box.x >= box.x + box.width:
                break
            same_day = bool(set(one.days) & set(other.days))
            if one.area_id == other.area_id and same_day and box.overlaps(other_box):
                yield one.label, other.label


def outside(stands: Iterable[Drawing], areas: Mapping[int, tuple[int, int]]) -> list[str]:
    """Return the names of stands that are not wholly inside their area."""
    return [
        each.label
        for each in stands
        if each.box and (area := areas.get(each.area_id or 0)) and not each.box.within(*area)
    ]
