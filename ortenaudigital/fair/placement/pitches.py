"""What is in the way of a pitch, on plain values: it has no needs but a moment."""

from collections.abc import Iterator

from ortenaudigital.fair.placement.rules.conflicts import Conflict, Reason
from ortenaudigital.fair.placement.rules.facts import ExhibitorFacts
from ortenaudigital.fair.placement.rules.placements import Placements, SlotFacts
from ortenaudigital.fair.placement.rules.ranking import Candidate
from ortenaudigital.kernel.text import fold


def pitch_conflicts(
    placements: Placements, exhibitor: ExhibitorFacts, slot: SlotFacts
) -> list[Conflict]:
    """Say all that is in the way of an exhibitor at a pitch, refusals first."""
    found = list(_conflicts(placements, exhibitor, slot))
    return sorted(found, key=lambda conflict: not conflict.refuses)


def _conflicts(
    placements: Placements, exhibitor: ExhibitorFacts, slot: SlotFacts
) -> Iterator[Conflict]:
    if not exhibitor.accepted:
        yield Conflict(Reason.NOT_ACCEPTED)
    holding = placements.held.get(slot.id)
    if holding and holding.exhibitor != exhibitor.id:
        holder = placements.fair.exhibitors.get(holding.exhibitor)
        yield Conflict(Reason.TAKEN, {"holder": holder.name if holder else "?"})
    if not exhibitor.pitch:
        yield Conflict(Reason.PITCH_NOT_ASKED)
    if slot.day not in exhibitor.days:
        yield Conflict(Reason.DAY_NOT_ASKED)
    if any(each.stage and each.id != slot.id for each in placements.of(exhibitor.id)):
        yield Conflict(Reason.HAS_PITCH)


def pitch_candidates(placements: Placements, slot: SlotFacts) -> list[Candidate]:
    """List the accepted exhibitors for a pitch, those first who asked for one and have none."""
    found = [
        Candidate(each, pitch_conflicts(placements, each, slot), 0, wished=each.pitch)
        for each in placements.fair.exhibitors.values()
        if each.accepted
    ]
    return sorted(
        found, key=lambda each: (each.refused, len(each.conflicts), fold(each.exhibitor.name))
    )
