"""Exchange stands within a placing as long as that brings groups together, or who should be apart.

What the program leaves out: being next door is worth little, and would make it far too large.
"""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from ortenaudigital.fair.placement.proposal.greedy import Loads
from ortenaudigital.fair.placement.proposal.problem import Placing, Problem, Slot, worth
from ortenaudigital.fair.placement.rules.facts import StandFacts

MOST_ROUNDS = 3
# Exchanges that are tried; each is valued anew, of a large fair in two milliseconds.
MOST_TRIES = 1_000


def exchange(problem: Problem, placing: Placing) -> Placing:
    """Return a placing that is worth at least as much."""
    best, value = dict(placing), worth(problem, placing)
    tries = 0
    for _ in range(MOST_ROUNDS):
        before = value
        for one, stand in list(_ideas(problem, best)):
            tries += 1
            if tries > MOST_TRIES:
                return best
            changed = _exchanged(problem, best, one, stand)
            if changed is not None and (found := worth(problem, changed)) > value:
                best, value = changed, found
        if value == before:
            break
    return best


def _ideas(problem: Problem, placing: Placing) -> Iterator[tuple[UUID, int]]:
    """Say who could be moved where: to a stand beside the group, or away from who they avoid."""
    whole = {**problem.fixed, **placing}
    at = _stands_of(whole)
    for members in problem.groups.values():
        for one in members:
            others = {stand for each in members if each.id != one.id for stand in at[each.id]}
            if at[one.id] and not any(problem.near[stand] & others for stand in at[one.id]):
                beside = {each for stand in sorted(others) for each in problem.near[stand]}
                yield from ((one.id, stand) for stand in sorted(beside - others))
    for one, other in problem.apart:
        if any(problem.near[stand] & at[other.id] for stand in at[one.id]):
            yield from ((one.id, stand.id) for stand in problem.stands)


def _stands_of(whole: Placing) -> dict[UUID, set[int]]:
    at: dict[UUID, set[int]] = defaultdict(set)
    for (stand, _), who in whole.items():
        at[who].add(stand)
    return at


def _exchanged(problem: Problem, placing: Placing, one: UUID, stand: int) -> Placing | None:
    """Move somebody to a stand, and whoever is there to where they were; None if that cannot be."""
    mine = [slot for slot, who in placing.items() if who == one]
    if len({at for at, _ in mine}) != 1 or mine[0][0] == stand:
        return None
    old = mine[0][0]
    moved = {(old, day) for _, day in mine} | {(stand, day) for _, day in mine}
    # Whoever has the other stand on more days moves on all of them.
    for who in {placing[slot] for slot in moved if slot in placing}:
        moved |= {(at, day) for (at, day), each in placing.items() if each == who and at == stand}
    moved |= {({old: stand, stand: old}[at], day) for at, day in moved}
    changed = {slot: who for slot, who in placing.items() if slot not in moved}
    put = {
        (stand if at == old else old, day): placing[at, day]
        for at, day in moved
        if (at, day) in placing
    }
    return {**changed, **put} if _is_possible(problem, changed, put) else None


def _is_possible(problem: Problem, others: Placing, put: dict[Slot, UUID]) -> bool:
    loads = Loads(problem, {**problem.fixed, **others})
    for (at, day), who in sorted(put.items()):
        stand: StandFacts = problem.fair.stands[at]
        exhibitor = problem.fair.exhibitors[who]
        if (at, day) not in problem.free or not problem.suits(stand, exhibitor):
            return False
        if not loads.bear(stand, day, exhibitor):
            return False
        loads.add((at, day), who)
    return True
