"""The rules of the wait list on plain values: who comes next, and until when an offer holds.

Places go to the first in the order of coming whom they fit ("first fit"): one place is not kept
empty because four people who want to sit together wait for it. So that these four do not wait for
ever, whoever is first in line for a ticket type and was passed over `PATIENCE` times has places
saved up: from then on none of those that come free goes to anybody behind, until there are enough.
By induction nobody starves, as long as places come free at all. Who wants more than there are at
all is passed over, and nothing is saved for them. Near the end of booking nothing is saved, since a
seat that stays empty helps nobody.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

# So often may places that came free go to others, because they were too few for the first in line.
PATIENCE = 3
SAVING_ENDS = timedelta(hours=72)
# Near the end an offer holds for half of the time that is left, but for that long if there is.
SHORTEST_OFFER = timedelta(hours=2)


class EntryState(StrEnum):
    """What became of somebody on the wait list."""

    WAITING = "waiting"
    OFFERED = "offered"
    BOOKED = "booked"
    DECLINED = "declined"
    # The offer was not taken in time.
    EXPIRED = "expired"
    LEFT = "left"
    # By an organiser.
    REMOVED = "removed"
    # Booking ended, or the event was called off.
    CLOSED = "closed"


OPEN = (EntryState.WAITING, EntryState.OFFERED)


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits: for how many places of each quota, and how often passed over so far.

    `right`: the code or invitation by which, `right_left` how many more tickets it is good for,
    without those that are offered; None if it says no number. `right_ends_at`: until when.
    """

    key: UUID
    ticket_type_id: int
    draws_on: frozenset[int]
    number: int
    passed_over: int = 0
    right: UUID | None = None
    right_left: int | None = None
    right_ends_at: datetime | None = None


@dataclass(frozen=True)
class Places:
    """The places that there are: those that are `free` and how many there are at all, by quota.

    Quotas that limit nothing are not in it. `fresh`: of which some came free since the last time.
    """

    free: Mapping[int, int]
    size: Mapping[int, int]
    fresh: Set[int] = frozenset()


@dataclass
class Outcome:
    """Who is offered places, who was passed over, and what is saved up, by quota."""

    offered: list[Waiting] = field(default_factory=list)
    passed_over: list[UUID] = field(default_factory=list)
    saved: dict[int, int] = field(default_factory=lambda: defaultdict(int))


def next_offers(places: Places, waiting: Iterable[Waiting], *, save: bool = True) -> Outcome:
    """Say whom free places are offered to; `waiting` in the order in which they came.

    Reads no further than there are places.
    """
    free, outcome = dict(places.free), Outcome()
    first_seen: set[int] = set()
    given: Counter[UUID | None] = Counter()
    for each in waiting:
        if each.right_left is not None and given[each.right] + each.number > each.right_left:
            # What opened the type to them is used up, or taken back.
            continue
        quotas = [key for key in each.draws_on if key in free]
        if any(each.number > places.size[key] for key in quotas):
            continue
        if all(each.number <= free[key] for key in quotas):
            _take(free, dict.fromkeys(quotas, each.number))
            outcome.offered.append(each)
            given[each.right] += each.number
        elif each.ticket_type_id not in first_seen:
            first_seen.add(each.ticket_type_id)
            room = min(free[key] for key in quotas) > 0
            passed = room and not places.fresh.isdisjoint(quotas)
            if passed:
                outcome.passed_over.append(each.key)
            if save and each.passed_over + passed > PATIENCE:
                _save({key: min(free[key], each.number) for key in quotas}, free, outcome)
        if free and not any(free.values()):
            break
    return outcome


def _save(number: Mapping[int, int], free: dict[int, int], outcome: Outcome) -> None:
    for key in number:
        outcome.saved[key] += number[key]
    _take(free, number)


def _take(free: dict[int, int], number: Mapping[int, int]) -> None:
    for key in number:
        free[key] -= number[key]


def saves(now: datetime, ends_at: datetime) -> bool:
    """Say whether places are still saved up, so long before the end of booking."""
    return ends_at - now > SAVING_ENDS


def offer_until(
    now: datetime, hours: int, ends_at: datetime, right_ends_at: datetime | None = None
) -> datetime:
    """Return until when an offer holds: so many hours, near the end of booking fewer.

    Never longer than what opens the type to whoever waits.
    """
    if right_ends_at is not None:
        ends_at = min(ends_at, right_ends_at)
    left = ends_at - now
    near_the_end = max(left / 2, min(left, SHORTEST_OFFER))
    return now + min(timedelta(hours=hours), near_the_end)


def ends_at(booking_closes_at: datetime | None, type_ends_at: datetime) -> datetime:
    """Return when a ticket type can no longer be booked: with booking, or with its last day."""
    return type_ends_at if booking_closes_at is None else min(booking_closes_at, type_ends_at)
