"""How many of those who booked will come, with a range, on plain values.

A ticket is used with the share of earlier events. The range has two parts: chance (each guest
comes or stays away), and what differs from event to event, such as the weather, which moves all
guests of one event together. It is made so that four of five events end up within it.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

# Of a normal distribution, four fifths lie so many deviations around its middle.
FOUR_FIFTHS = 1.2816
# Fewer tickets say nothing about others.
FEWEST_TICKETS = 20
# By how much the share differs between events is not known from one or two: at least so much.
LEAST_SPREAD = {1: 0.10, 2: 0.06}
USUAL_SPREAD = 0.03

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Shows:
    """Of so many tickets that were booked for an earlier event, so many were used."""

    event_id: int
    booked: int
    came: int


@dataclass(frozen=True)
class Forecast:
    """How many are expected, from how many to how many, and on what that rests."""

    low: int
    expected: int
    high: int
    events: int
    tickets: int
    came: int

    @property
    def percent(self) -> int:
        """Return how many of a hundred came to the earlier events."""
        return round(100 * self.came / self.tickets)


def forecast(
    booked: Mapping[Kind, int], earlier: Mapping[Kind, Collection[Shows]], arrived: int = 0
) -> Forecast | None:
    """Say how many will come of those who booked, by kind; None if there is nothing to rest on.

    A kind that was not there before, or hardly, is taken to be like all others together. No fewer
    will have come than have `arrived`.
    """
    everything = [each for shows in earlier.values() for each in shows]
    total = sum(booked.values())
    if not total or sum(each.booked for each in everything) < FEWEST_TICKETS:
        return None
    expected = chance = shared = 0.0
    used: set[Shows] = set()
    for kind, number in booked.items():
        own = list(earlier.get(kind, ()))
        basis = own if sum(each.booked for each in own) >= FEWEST_TICKETS else everything
        share = _share(basis)
        expected += number * share
        chance += number * share * (1 - share)
        shared += number * _spread(basis, share)
        used.update(basis if number else ())
    reach = FOUR_FIFTHS * math.sqrt(chance + shared**2)
    return Forecast(
        low=min(total, max(arrived, math.floor(expected - reach))),
        expected=min(total, max(arrived, round(expected))),
        high=min(total, max(arrived, math.ceil(expected + reach))),
        events=len({each.event_id for each in used}),
        tickets=sum(each.booked for each in used),
        came=sum(each.came for each in used),
    )


def _share(shows: Sequence[Shows]) -> float:
    return sum(each.came for each in shows) / sum(each.booked for each in shows)


def _spread(shows: Sequence[Shows], share: float) -> float:
    """Return by how much the share differs between events, beyond what chance makes of it."""
    by_event: dict[int, list[int]] = {}
    for each in shows:
        numbers = by_event.setdefault(each.event_id, [0, 0])
        numbers[0] += each.booked
        numbers[1] += each.came
    events = [(booked, came) for booked, came in by_event.values() if booked]
    number, tickets = len(events), sum(booked for booked, _ in events)
    least = LEAST_SPREAD.get(number, USUAL_SPREAD)
    if number < 2:
        return least
    seen = sum(booked * (came / booked - share) ** 2 for booked, came in events) / tickets
    by_chance = share * (1 - share) * number / tickets
    differs = max(0.0, seen * number / (number - 1) - by_chance)
    # The share itself is known from so many events only.
    return max(least, math.sqrt(differs * (1 + 1 / number)))
