"""Who gets which pitch: as many as can be, on a day on which they have a stand; on plain values.

Apart from the program of the stands: a pitch needs nothing but a day, and its hour is nobody's
need. So who is matched with days, each with as many pitches as are free, is as good as can be.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from ortenaudigital.fair.placement.proposal.problem import Placing
from ortenaudigital.fair.placement.rules.facts import Fair
from ortenaudigital.fair.placement.rules.placements import Placements
from ortenaudigital.kernel.errors import N_


class PitchLack(StrEnum):
    """What kept an exhibitor from a pitch."""

    NO_STAND = "no_stand"
    NO_PITCH = "no_pitch"
    TAKEN = "taken"


PITCH_WORDS = {
    PitchLack.NO_STAND: N_("Ein Pitch war gewünscht: Dazu fehlt ein Stand."),
    PitchLack.NO_PITCH: N_("Ein Pitch war gewünscht: An den Tagen mit Stand gibt es keinen."),
    PitchLack.TAKEN: N_("Ein Pitch war gewünscht: An den Tagen mit Stand sind alle vergeben."),
}


@dataclass(frozen=True)
class Pitch:
    """A pitch by its slot: on which day, and who has it already, if anybody."""

    slot: int
    day: int
    holder: UUID | None = None


@dataclass(frozen=True)
class Pitches:
    """Whose the free pitches would be, by their slots, and who gets none, and why."""

    given: dict[int, UUID]
    without: dict[UUID, PitchLack]


def pitches_of(placements: Placements) -> list[Pitch]:
    """List the pitches of an event by day, stage and time, each with who has it."""
    whose = {slot: holding.exhibitor for slot, holding in placements.held.items()}
    return [Pitch(each.id, each.day, whose.get(each.id)) for each in placements.pitches()]


def share_pitches(fair: Fair, placing: Placing, pitches: Sequence[Pitch]) -> Pitches:
    """Share the free pitches among those who asked for one, have none and have a stand that day.

    `placing` is what stands whose, `pitches` are in the order in which they are given. If they do
    not suffice, whoever comes first in the fair has one first.
    """
    wanted = _wanted(fair, placing, pitches)
    room: dict[int, list[int]] = defaultdict(list)
    for pitch in pitches:
        if pitch.holder is None:
            room[pitch.day].append(pitch.slot)
    given: dict[int, list[UUID]] = {day: [] for day in room}
    for who in wanted:
        _find_day(who, wanted, room, (given, set()))
    order = list(wanted)
    shared = {
        slot: who
        for day, those in given.items()
        for slot, who in zip(room[day], sorted(those, key=order.index), strict=False)
    }
    offered = {pitch.day for pitch in pitches}
    missed = wanted.keys() - set(shared.values())
    return Pitches(shared, {who: _lack(wanted[who], offered) for who in order if who in missed})


def _wanted(fair: Fair, placing: Placing, pitches: Sequence[Pitch]) -> dict[UUID, Set[int]]:
    """Return on which days who could pitch who asked for it and does not yet."""
    days: dict[UUID, set[int]] = defaultdict(set)
    for (_, day), who in placing.items():
        days[who].add(day)
    having = {pitch.holder for pitch in pitches}
    return {
        who: days[who] & each.days
        for who, each in fair.exhibitors.items()
        if pitches and each.accepted and each.pitch and who not in having
    }


def _find_day(
    who: UUID,
    wanted: Mapping[UUID, Set[int]],
    room: Mapping[int, list[int]],
    state: tuple[dict[int, list[UUID]], set[int]],
) -> bool:
    """Give somebody a day, if need be by giving others another one; nobody loses theirs."""
    given, tried = state
    for day in room:
        if day not in wanted[who] or day in tried:
            continue
        tried.add(day)
        if len(given[day]) < len(room[day]):
            given[day].append(who)
            return True
        for other in given[day]:
            if _find_day(other, wanted, room, state):
                given[day].remove(other)
                given[day].append(who)
                return True
    return False


def _lack(days: Set[int], offered: Set[int]) -> PitchLack:
    if not days:
        return PitchLack.NO_STAND
    return PitchLack.TAKEN if days & offered else PitchLack.NO_PITCH
