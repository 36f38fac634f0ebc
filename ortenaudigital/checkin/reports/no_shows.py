"""How many of those who book do come: counted over all events that are over, naming nobody.

The counters behind it outlive the erasure of bookings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Row, func, select

from ortenaudigital.bookings.models import BookedCount
from ortenaudigital.checkin.models import AdmissionCount, VisitorCount
from ortenaudigital.events.models import Checkpoint, Day, Event, TicketType
from ortenaudigital.events.rules import Access, CheckpointKind, EventState
from ortenaudigital.kernel.db import db

# Fewer than that say nothing about others.
FEWEST_TICKETS = 20


@dataclass(frozen=True)
class ShowRate:
    """Of so many tickets that were booked for earlier events, so many were let in."""

    events: int
    tickets: int
    came: int

    @property
    def percent(self) -> int:
        """Return how many of a hundred came."""
        return round(100 * self.came / self.tickets)

    def expected(self, booked: int) -> int:
        """Return how many of those who booked will come, if it is as before."""
        return round(booked * self.came / self.tickets)


class Counts(NamedTuple):
    """How many tickets of a type of an event were booked, and how many of them were let in.

    Among the former are those with which somebody came and that were cancelled then.
    """

    event_id: int
    booked: int
    came: int


def list_counts(before: Event, now: datetime) -> dict[Access, list[Counts]]:
    """Return how many came to events that are over, by who could book; `before` is left out.

    Events at which nobody was scanned say nothing. Who came without a ticket booked none.
    """
    found: dict[Access, list[Counts]] = {}
    for row in _rows(before, now):
        walk_ins = int(row.walk_ins or 0)
        booked = int(row.booked or 0) + int(row.cancelled) - walk_ins
        came = int(row.visitors) - walk_ins
        if booked > 0:
            # Each walk-in is counted on each of their days: never more than there were.
            counts = Counts(row.event_id, booked, min(booked, max(came, 0)))
            found.setdefault(row.access, []).append(counts)
    return found


def rates_of(found: Mapping[Access, Sequence[Counts]]) -> dict[Access, ShowRate]:
    """Return the share that came of each, where enough tickets say something about others."""
    rates = {access: _rate(counts) for access, counts in found.items()}
    return {access: rate for access, rate in rates.items() if rate.tickets >= FEWEST_TICKETS}


def show_rates(before: Event, now: datetime) -> dict[Access, ShowRate]:
    """Return the shares that came to events that are over, by who could book."""
    return rates_of(list_counts(before, now))


def _rate(counts: Sequence[Counts]) -> ShowRate:
    return ShowRate(
        events=len({each.event_id for each in counts}),
        tickets=sum(each.booked for each in counts),
        came=sum(each.came for each in counts),
    )


def _rows(before: Event, now: datetime) -> Sequence[Row[tuple[int, Access, int, int, int, int]]]:
    ends_at = select(func.max(Day.closes_at)).where(Day.event_id == Event.id).scalar_subquery()
    booked = (
        select(func.sum(BookedCount.number))
        .where(BookedCount.ticket_type_id == TicketType.id)
        .scalar_subquery()
    )
    walk_ins = (
        select(func.sum(AdmissionCount.walk_ins))
        .join(Checkpoint, Checkpoint.id == AdmissionCount.checkpoint_id)
        .where(
            AdmissionCount.ticket_type_id == TicketType.id,
            Checkpoint.kind == CheckpointKind.ENTRANCE,
        )
        .scalar_subquery()
    )
    query = (
        select(
            TicketType.event_id,
            TicketType.access,
            VisitorCount.number.label("visitors"),
            VisitorCount.cancelled.label("cancelled"),
            booked.label("booked"),
            walk_ins.label("walk_ins"),
        )
        .join(Event, Event.id == TicketType.event_id)
        .join(VisitorCount, VisitorCount.ticket_type_id == TicketType.id)
        .where(Event.state == EventState.PUBLISHED, Event.id != before.id, ends_at < now)
    )
    return db.session.execute(query).all()
