"""Questions about passes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select

from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.events.rules import Access
from ortenaudigital.fair.applications.models import Exhibitor, Need
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.portal.passes.errors import UnknownPass
from ortenaudigital.fair.portal.passes.models import PassBooking, PassGrant
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.text import sort_key

_GRANTED = func.coalesce(PassGrant.number, Need.passes, 0)


def pass_types(event: Event) -> list[TicketType]:
    """List the ticket types of an event that are for exhibitors."""
    return [each for each in event.ticket_types if each.access is Access.EXHIBITORS]


def granted_to(exhibitor: Exhibitor) -> int:
    """Return how many passes an exhibitor may have: those asked for, or what organisers say."""
    query = (
        select(_GRANTED)
        .select_from(Exhibitor)
        .outerjoin(PassGrant, PassGrant.exhibitor_id == Exhibitor.id)
        .outerjoin(Need, Need.exhibitor_id == Exhibitor.id)
        .where(Exhibitor.id == exhibitor.id)
    )
    return db.session.scalar(query) or 0


def list_passes(exhibitor: Exhibitor) -> Sequence[Ticket]:
    """List the valid passes of an exhibitor in the order in which they were entered."""
    query = _valid().where(PassBooking.exhibitor_id == exhibitor.id)
    return db.session.scalars(query.order_by(Booking.created_at, Booking.id, Ticket.position)).all()


def _valid() -> Select[Ticket]:
    return (
        select(Ticket)
        .join(PassBooking, PassBooking.booking_id == Ticket.booking_id)
        .join(Booking, Booking.id == Ticket.booking_id)
        .where(Ticket.cancelled_at.is_(None))
    )


def get_pass(exhibitor: Exhibitor, ticket_id: UUID) -> Ticket:
    """Return a valid pass of an exhibitor. Raises UnknownPass."""
    mine = (PassBooking.exhibitor_id == exhibitor.id, Ticket.id == ticket_id)
    ticket = db.session.scalar(_valid().where(*mine))
    if ticket is None:
        raise UnknownPass()
    return ticket


def count_passes(exhibitor_id: UUID) -> int:
    """Count the valid passes of an exhibitor."""
    return _count([exhibitor_id]).get(exhibitor_id, 0)


def _count(exhibitor_ids: Collection[UUID]) -> dict[UUID, int]:
    query = (
        select(PassBooking.exhibitor_id, func.count())
        .join(Ticket, Ticket.booking_id == PassBooking.booking_id)
        .where(PassBooking.exhibitor_id.in_(exhibitor_ids), Ticket.cancelled_at.is_(None))
        .group_by(PassBooking.exhibitor_id)
    )
    return dict(db.session.execute(query).all())


@dataclass(frozen=True)
class PassCount:
    """How many passes an exhibitor may have, and has."""

    exhibitor_id: UUID
    name: str
    granted: int
    used: int


def list_pass_counts(event: Event) -> list[PassCount]:
    """List by name how many passes the accepted exhibitors of an event may have, and have."""
    query = (
        select(Exhibitor.id, Exhibitor.name, _GRANTED)
        .outerjoin(PassGrant, PassGrant.exhibitor_id == Exhibitor.id)
        .outerjoin(Need, Need.exhibitor_id == Exhibitor.id)
        .where(Exhibitor.event_id == event.id, Exhibitor.state == State.ACCEPTED)
    )
    rows = sorted(db.session.execute(query).all(), key=lambda row: sort_key(row[1]))
    used = _count([row[0] for row in rows])
    return [PassCount(*row, used.get(row[0], 0)) for row in rows]
