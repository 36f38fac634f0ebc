"""Another name or address in the bookings of a person."""

from sqlalchemy import select

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.changes import refresh_search_text
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.privacy.erasure import delete_documents, tell_phones
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.personal import Request


def correct(request: Request) -> None:
    """Write what is right; whoever has the name printed on a ticket gets it there too."""
    ids = request.ids("booking")
    tickets = db.session.scalars(select(Ticket).where(Ticket.id.in_(request.ids("ticket")))).all()
    concerned = [*ids, *(ticket.booking_id for ticket in tickets)]
    # First, since it locks the rows of the ticket types, for which whoever renames waits.
    tell_phones(concerned, request.now)
    delete_documents(concerned)
    query = select(Booking).where(Booking.id.in_(ids)).execution_options(populate_existing=True)
    for booking in db.session.scalars(query).unique():
        _correct(booking, request)
    for ticket in tickets:
        if (name := request.correction.full_name) is not None:
            ticket.name = name
            refresh_search_text(ticket.booking)
            _record(ticket.booking, request, ["name"])


def _correct(booking: Booking, request: Request) -> None:
    right, was = request.correction, booking.name
    if right.name is not None:
        booking.first_name, booking.last_name = right.name
        for ticket in booking.tickets:
            ticket.name = right.full_name or "" if ticket.name == was else ticket.name
    if right.email is not None:
        booking.email = right.email
        # What is known about the old one says nothing about it.
        booking.undelivered_at = None
    refresh_search_text(booking)
    _record(booking, request, right.fields)


def _record(booking: Booking, request: Request, fields: list[str]) -> None:
    record(
        "bookings.corrected",
        booking.id,
        request.actor,
        request.now,
        event_id=booking.event_id,
        fields=fields,
    )
