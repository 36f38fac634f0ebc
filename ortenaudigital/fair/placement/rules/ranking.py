"""Who fits best at a stand, on plain values."""

from dataclasses import dataclass, replace

from ortenaudigital.fair.placement.rules.conflicts import Conflict, conflicts
from ortenaudigital.fair.placement.rules.facts import ExhibitorFacts, Fair, StandFacts
from ortenaudigital.fair.placement.rules.neighbours import Neighbours
from ortenaudigital.kernel.text import fold


def is_wish(stand: StandFacts, exhibitor: ExhibitorFacts) -> bool:
    """Say whether this is the stand they asked for."""
    return bool(exhibitor.wish) and fold(exhibitor.wish) == fold(stand.label)


def fit(stand: StandFacts, exhibitor: ExhibitorFacts) -> int:
    """Say how well a stand fits, from 0 to 100: the less of it is left over, the better.

    What somebody else may need, power, network, a way without steps, is not given to who does not.
    """
    room = stand.width_cm * stand.depth_cm
    spare_room = max(0, room - exhibitor.width_cm * exhibitor.depth_cm) / room if room else 0
    spare_power = max(0, stand.power_w - exhibitor.power_w) / max(stand.power_w, 1)
    lost = 40 * spare_room + 30 * spare_power
    lost += 15 * (stand.network and not exhibitor.network)
    lost += 15 * (stand.accessible and not exhibitor.accessible)
    return 100 - round(lost)


@dataclass(frozen=True)
class Candidate:
    """An exhibitor for a slot: what is in the way, and how well they fit."""

    exhibitor: ExhibitorFacts
    conflicts: list[Conflict]
    fit: int
    wished: bool

    @property
    def refused(self) -> bool:
        """Say whether the rules forbid it."""
        return any(conflict.refuses for conflict in self.conflicts)


def candidates(fair: Fair, near: Neighbours, stand: StandFacts, day: int) -> list[Candidate]:
    """List the accepted exhibitors without a stand on a day that they asked for, best first."""
    placed = {holding.exhibitor for (_, when), holding in fair.held.items() if when == day}
    found = [
        Candidate(
            each, conflicts(fair, near, each, stand, day), fit(stand, each), is_wish(stand, each)
        )
        for each in fair.exhibitors.values()
        if each.accepted and day in each.days and each.id not in placed
    ]
    return sorted(found, key=_rank)


def waiting_for(fair: Fair, near: Neighbours, stand: StandFacts, day: int) -> list[Candidate]:
    """List who is not accepted yet and would fit into a free slot, best first."""
    waiting = {key: each for key, each in fair.exhibitors.items() if not each.accepted}
    accepted = {key: replace(each, accepted=True) for key, each in waiting.items()}
    asked = replace(fair, exhibitors={**fair.exhibitors, **accepted})
    ranked = candidates(asked, near, stand, day)
    return [each for each in ranked if each.exhibitor.id in waiting and not each.refused]


def _rank(candidate: Candidate) -> tuple[bool, int, bool, int, str]:
    warnings = len(candidate.conflicts)
    name = fold(candidate.exhibitor.name)
    return candidate.refused, warnings, not candidate.wished, -candidate.fit, name
