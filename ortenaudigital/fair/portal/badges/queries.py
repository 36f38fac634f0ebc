"""Which badges are made."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from ortenaudigital.bookings.links import ticket_url
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.portal.badges.rules import Badge
from ortenaudigital.fair.portal.passes.models import PassBooking
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.text import sort_key


def list_badges(event: Event, exhibitors: Collection[UUID] | None = None) -> list[Badge]:
    """List the badges of all exhibitors of an event, or of some, by organisation and name."""
    query = (
        select(Ticket, Exhibitor.name)
        .join(PassBooking, PassBooking.booking_id == Ticket.booking_id)
        .join(Booking, Booking.id == Ticket.booking_id)
        .join(Exhibitor, Exhibitor.id == PassBooking.exhibitor_id)
        .where(Exhibitor.event_id == event.id, Ticket.cancelled_at.is_(None))
    )
    if exhibitors is not None:
        query = query.where(Exhibitor.id.in_(exhibitors))
    badges = [
        Badge(ticket.display_name, organisation, ticket.short_code, ticket_url(ticket))
        for ticket, organisation in db.session.execute(query)
    ]
    return sorted(badges, key=_order)


def _order(badge: Badge) -> tuple[object, ...]:
    _, _, last_name = badge.name.rpartition(" ")
    names = sort_key(last_name), sort_key(badge.name)
    return sort_key(badge.organisation), *names, badge.short_code
