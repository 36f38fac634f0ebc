"""What would come of something that is done to many bookings, as far as is known beforehand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, null, select

from ortenaudigital.bookings.bulk.rules import Deed, Obstacle, lacking
from ortenaudigital.bookings.lists.presence import Presence, of_presence
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.kernel.db import db

FIRST = 10


@dataclass(frozen=True)
class Preview:
    """How many are meant, how many of them it will be refused to and why, and the first ten.

    `lacking`: how many places there are too few, if tickets move to another type.
    """

    number: int
    obstacles: Mapping[Obstacle, int]
    first: Sequence[Booking]
    lacking: int = 0

    @property
    def possible(self) -> int:
        """Return to how many it will be done, as far as is known; of places nothing is."""
        return self.number - sum(self.obstacles.values())


@dataclass(frozen=True)
class Meant:
    """Which bookings of which event, selected by their ids."""

    event: Event
    ids: Select[UUID]


def preview(deed: Deed, meant: Meant, now: datetime, kind: TicketType | None = None) -> Preview:
    """Say what would come of a deed; `kind` is the type that tickets would move to."""
    of_deed = _to_move(meant, kind) if kind else _of_deed(deed, meant, now)
    obstacle = case(
        (Booking.erased_at.is_not(None), Obstacle.ERASED.value),
        (Booking.cancelled_at.is_not(None), Obstacle.CANCELLED.value),
        *((condition, why.value) for why, condition in of_deed.items()),
        else_=null(),
    ).label("obstacle")
    rows = select(obstacle).where(Booking.id.in_(meant.ids)).subquery()
    query = select(rows.c.obstacle, func.count()).group_by(rows.c.obstacle)
    counted: dict[str | None, int] = dict(db.session.execute(query).all())
    first = select(Booking).where(Booking.id.in_(meant.ids))
    first = first.order_by(Booking.created_at, Booking.id).limit(FIRST)
    return Preview(
        number=sum(counted.values()),
        obstacles={Obstacle(why): number for why, number in counted.items() if why},
        first=db.session.scalars(first).unique().all(),
        lacking=_lacking(meant, kind) if kind else 0,
    )


def _of_deed(deed: Deed, meant: Meant, now: datetime) -> dict[Obstacle, ColumnElement[bool]]:
    if deed is Deed.RESEND:
        return {Obstacle.NO_ADDRESS: Booking.email == ""}
    days = [day for day in meant.event.days if day.closes_at > now]
    return {Obstacle.INSIDE: of_presence(Presence.INSIDE, days)}


def _to_move(meant: Meant, kind: TicketType) -> dict[Obstacle, ColumnElement[bool]]:
    others = (
        select(func.count(Ticket.ticket_type_id.distinct()))
        .where(Ticket.booking_id == Booking.id, *_others(kind))
        .scalar_subquery()
    )
    return {
        Obstacle.SAME_TYPE: others == 0,
        Obstacle.SEVERAL_TYPES: others > 1,
        Obstacle.LET_IN: of_presence(Presence.CAME, meant.event.days),
    }


def _others(kind: TicketType) -> Sequence[Any]:
    return Ticket.cancelled_at.is_(None), Ticket.ticket_type_id != kind.id


def _lacking(meant: Meant, kind: TicketType) -> int:
    query = select(Ticket.ticket_type_id, func.count()).where(*_others(kind))
    query = query.where(Ticket.booking_id.in_(meant.ids)).group_by(Ticket.ticket_type_id)
    moving = Counter(dict(db.session.execute(query).all()))
    drawn = {each.id: {quota.id for quota in each.draws_on} for each in meant.event.ticket_types}
    left = {quota.id: quota.left for quota in kind.draws_on}
    return lacking(left, moving, drawn)
