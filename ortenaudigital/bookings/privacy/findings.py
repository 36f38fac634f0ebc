"""What bookings hold about a person."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import or_, select

from ortenaudigital.audit.privacy import history_of
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.questions.queries import list_answers
from ortenaudigital.events.rules import DEFAULT_LANGUAGE, erase_at
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.personal import Finding, Person
from ortenaudigital.kernel.text import fold
from ortenaudigital.outbox.privacy import letters_about


def by_address(person: Person) -> Iterator[Finding]:
    """Find the bookings that were made with the address of a person."""
    near = select(Booking).where(person.may_have(Booking.email)).order_by(Booking.created_at)
    for booking in db.session.scalars(near).unique():
        if person.has(booking.email):
            yield _booking(booking)


def by_name(person: Person) -> Iterator[Finding]:
    """Find who has the same name, and no address: walk-ins, and tickets in bookings of others."""
    if not person.names:
        return
    named = or_(*(Booking.search_text.contains(fold(n), autoescape=True) for n in person.names))
    query = select(Ticket).join(Booking, Booking.id == Ticket.booking_id).where(named)
    for ticket in db.session.scalars(query.order_by(Booking.created_at, Ticket.position)).unique():
        booking = ticket.booking
        if person.has(booking.email):
            continue
        if not booking.email and ticket.position == 1 and person.is_named(booking.name):
            yield _booking(booking, certain=f"booking:{booking.reference}" in person.also)
        if person.is_named(ticket.name):
            yield _ticket(ticket, person)


def _booking(booking: Booking, certain: bool = True) -> Finding:
    number, kind = len(booking.tickets), "walk-in" if booking.at_door else "booking"
    return Finding(
        key=f"booking:{booking.reference}",
        label=f"{kind} of {booking.name}, {booking.event.title}, tickets: {number}",
        data=_data(booking),
        ids=(booking.id,),
        names=frozenset({booking.name}),
        subjects=frozenset({str(booking.id), f"event:{booking.event_id}"}),
        certain=certain,
    )


def _data(booking: Booking) -> dict[str, Any]:
    return {
        "event": booking.event.title,
        "reference": booking.reference,
        "first_name": booking.first_name,
        "last_name": booking.last_name,
        "email": booking.email,
        "language": booking.language,
        "booked_at": booking.created_at,
        "cancelled_at": booking.cancelled_at,
        "only_necessary_letters": booking.only_necessary,
        "letters_do_not_arrive_since": booking.undelivered_at,
        "made_at_the_door": booking.at_door,
        "erased_at_the_latest": erase_at(day.closes_at for day in booking.event.days),
        "answers": {
            answer.title.get(DEFAULT_LANGUAGE, ""): answer.words(DEFAULT_LANGUAGE)
            for answer in list_answers(booking.id)
        },
        "tickets": [_ticket_data(ticket) for ticket in booking.tickets],
        "letters": letters_about(str(booking.id)),
        "history": history_of(str(booking.id)),
    }


def _ticket(ticket: Ticket, person: Person) -> Finding:
    key = f"ticket:{ticket.short_code}"
    return Finding(
        key=key,
        label=f"ticket of {ticket.name} in another's booking, {ticket.booking.event.title}",
        data={"event": ticket.booking.event.title, **_ticket_data(ticket)},
        ids=(ticket.id,),
        subjects=frozenset({f"ticket:{ticket.id}", f"event:{ticket.booking.event_id}"}),
        certain=key in person.also,
    )


def _ticket_data(ticket: Ticket) -> dict[str, Any]:
    kind = ticket.ticket_type
    return {
        "number": ticket.short_code,
        "name": ticket.name,
        "kind": kind.title.get(DEFAULT_LANGUAGE) or kind.slug,
        "days": [day.date for day in kind.days],
        "cancelled_at": ticket.cancelled_at,
    }
