"""What came free since somebody withdrew, with who fits best: of the accepted, and who waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ortenaudigital.fair.placement.rules.placements import Placements, SlotFacts
from ortenaudigital.fair.placement.rules.ranking import Candidate
from ortenaudigital.web.organiser.fair.placing.shown import candidates_for, waiting_at

MOST = 10
# Of each kind: who can be given the stand, and who can be offered it.
BEST = 3


@dataclass(frozen=True)
class Freed:
    """A slot that is free because somebody withdrew, and who could have it, best first."""

    slot: SlotFacts
    # Whose it was; empty once nobody may know any more.
    name: str
    accepted: Sequence[Candidate]
    waiting: Sequence[Candidate]


def list_freed(placements: Placements, given_back: Mapping[int, str]) -> tuple[list[Freed], int]:
    """List what came free last, and say how many more there are.

    Each stand is listed once, with those who need one on its first day, and each pitch.
    """
    slots = [placements.slots.get(each) for each in given_back]
    free = [each for each in slots if each and each.id not in placements.held]
    first: dict[tuple[str, int], SlotFacts] = {}
    for each in free:
        key = ("stand", each.stand) if each.stand else ("pitch", each.id)
        first[key] = min(each, first.get(key, each), key=lambda slot: slot.id)
    found = list(first.values())
    latest = [_freed(placements, each, given_back[each.id]) for each in found[:MOST]]
    return latest, len(found) - len(latest)


def _freed(placements: Placements, slot: SlotFacts, name: str) -> Freed:
    accepted = [each for each in candidates_for(placements, slot) if not each.refused]
    if slot.stand is None:
        # Who has not asked for a pitch, or has one, does not wait for it.
        accepted = [each for each in accepted if not each.conflicts]
    waiting = [each for each in waiting_at(placements, slot) if each.exhibitor.waits]
    return Freed(slot, name, accepted[:BEST], waiting[:BEST])
