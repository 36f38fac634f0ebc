"""Why somebody could not be placed: which need excludes how many stands; on plain values."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from ortenaudigital.fair.placement.proposal.problem import Placing, Problem
from ortenaudigital.fair.placement.rules.conflicts import Reason, missing
from ortenaudigital.fair.placement.rules.facts import ExhibitorFacts
from ortenaudigital.kernel.errors import N_


class Lack(StrEnum):
    """What kept an exhibitor from a stand."""

    POWER = "power"
    NETWORK = "network"
    ACCESS = "access"
    SIZE = "size"
    NOT_THERE = "not_there"
    TAKEN = "taken"
    LIMIT = "limit"


LACK_OF = {
    Reason.POWER: Lack.POWER,
    Reason.NETWORK: Lack.NETWORK,
    Reason.ACCESS: Lack.ACCESS,
    Reason.SIZE: Lack.SIZE,
}

WORDS = {
    Lack.POWER: N_("Zu wenig Strom (gebraucht: %(needs)s W): %(number)s von %(all)s Ständen"),
    Lack.NETWORK: N_("Kein Netzwerk: %(number)s von %(all)s Ständen"),
    Lack.ACCESS: N_("Nicht barrierefrei: %(number)s von %(all)s Ständen"),
    Lack.SIZE: N_("Zu klein: %(number)s von %(all)s Ständen"),
    Lack.NOT_THERE: N_("An diesem Tag nicht angeboten: %(number)s von %(all)s Ständen"),
    Lack.TAKEN: N_("Passend, aber an andere vergeben: %(number)s von %(all)s Ständen"),
    Lack.LIMIT: N_(
        "Frei, doch Stromkreis oder Bereich tragen es nicht: %(number)s von %(all)s Ständen"
    ),
}


@dataclass(frozen=True)
class Unplaced:
    """Somebody without a stand on a day, and how many of all stands each lack excludes."""

    exhibitor: ExhibitorFacts
    day: int
    all: int
    lacks: dict[Lack, int]


def unplaced(problem: Problem, placing: Placing) -> list[Unplaced]:
    """List who gets no stand on a day that they asked for, and why."""
    whole = {**problem.fixed, **placing}
    served = {(who, day) for (_, day), who in whole.items()}
    return [
        Unplaced(each, day, len(problem.stands), _lacks(problem, whole, each, day))
        for each in problem.exhibitors
        for day in sorted(each.days)
        if (each.id, day) not in served
    ]


def _lacks(
    problem: Problem, whole: Placing, exhibitor: ExhibitorFacts, day: int
) -> dict[Lack, int]:
    found: Counter[Lack] = Counter()
    for stand in problem.stands:
        lacks = [LACK_OF[conflict.reason] for conflict in missing(stand, exhibitor)]
        if day not in stand.days:
            lacks.append(Lack.NOT_THERE)
        if not lacks:
            lacks.append(Lack.TAKEN if (stand.id, day) in whole else Lack.LIMIT)
        found.update(lacks)
    return {lack: found[lack] for lack in Lack if found[lack]}
