"""Which stands are next door to one another, on plain values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations, pairwise

from ortenaudigital.fair.placement.rules.facts import StandFacts

# Who stands with less between them hears what the other says to a guest.
NEXT_DOOR_CM = 150

Neighbours = Mapping[int, frozenset[int]]


def next_door(stands: Iterable[StandFacts]) -> Neighbours:
    """Return the ids of the neighbours of each stand.

    On a plan, those with at most a metre and a half between them; of stands that are not drawn, the
    one before and the one after in the list of the same area.
    """
    by_area: dict[int | None, list[StandFacts]] = defaultdict(list)
    for stand in stands:
        by_area[stand.area].append(stand)
    found: dict[int, set[int]] = {}
    for those in by_area.values():
        found.update({stand.id: set() for stand in those})
        for one, other in [*_drawn(those), *_listed(those)]:
            found[one.id].add(other.id)
            found[other.id].add(one.id)
    return {stand: frozenset(others) for stand, others in found.items()}


def _drawn(stands: Iterable[StandFacts]) -> list[tuple[StandFacts, StandFacts]]:
    drawn = sorted((each for each in stands if each.place), key=lambda each: each.place or ())
    return [(one, other) for one, other in combinations(drawn, 2) if _close(one, other)]


def _close(one: StandFacts, other: StandFacts) -> bool:
    if one.place is None or other.place is None:
        return False
    (x, y, width, depth), (x2, y2, width2, depth2) = one.place, other.place
    return (
        max(x, x2) - min(x + width, x2 + width2) <= NEXT_DOOR_CM
        and max(y, y2) - min(y + depth, y2 + depth2) <= NEXT_DOOR_CM
    )


def _listed(stands: Iterable[StandFacts]) -> list[tuple[StandFacts, StandFacts]]:
    in_order = sorted((each for each in stands if not each.place), key=lambda each: each.position)
    return list(pairwise(in_order))
