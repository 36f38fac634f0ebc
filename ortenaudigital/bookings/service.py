"""What can be done with bookings. Each function runs inside one transaction of its caller."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select, update

from ortenaudigital.audit.service import record
from ortenaudigital.bookings.errors import NotBookable
from ortenaudigital.bookings.letters import CANCELLATION, CONFIRMATION
from ortenaudigital.bookings.links import booking_key, ticket_code
from ortenaudigital.bookings.models import Booking, RetiredCode, Ticket
from ortenaudigital.bookings.queries import find_booking_by_request, get_booking
from ortenaudigital.bookings.rules import (
    check_bookable,
    check_changeable,
    check_open,
    search_text,
)
from ortenaudigital.codes import fingerprint, random_reference
from ortenaudigital.db import db, insert_if_absent, row_count
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.events.rules import booking_phase
from ortenaudigital.events.service import release_places, take_places
from ortenaudigital.outbox.service import enqueue

REFERENCE_DRAWS = 8
HOLDER = "holder"


@dataclass(frozen=True)
class BookingRequest:
    """What someone asks for. `request_id` is new for each form shown, the same for its repeats."""

    request_id: UUID
    ticket_type: str
    number: int
    first_name: str
    last_name: str
    email: str
    language: str
    companions: tuple[str, ...] = ()
    accessibility_needs: str = ""


def book(event: Event, request: BookingRequest, now: datetime) -> Booking:
    """Book tickets, or return the booking that the same request made before.

    Raises NotYetOpen, BookingClosed, NotBookable, TooManyTickets or SoldOut.
    """
    ends = [day.closes_at for day in event.days]
    known = find_booking_by_request(request.request_id)
    if known is not None:
        return known
    check_open(booking_phase(now, event.booking_opens_at, event.booking_closes_at, ends))
    ticket_type = _ticket_type(event, request.ticket_type)
    check_bookable(ticket_type.access, request.number, ticket_type.max_per_booking)
    booking = _insert_booking(event, request, now)
    if booking is None:
        # Someone pressed twice and the other press was first: it holds the booking by now.
        return _booking_of(request.request_id)
    _insert_tickets(booking, ticket_type, request)
    record("bookings.booked", booking.id, HOLDER, now, tickets=request.number)
    enqueue(CONFIRMATION, booking.id, booking.reference, now)
    db.session.flush()
    # Last, because on PostgreSQL it holds the row of the ticket type until the commit.
    take_places(ticket_type.id, request.number)
    return booking


def _ticket_type(event: Event, slug: str) -> TicketType:
    query = select(TicketType).where(TicketType.event_id == event.id, TicketType.slug == slug)
    ticket_type = db.session.scalar(query)
    if ticket_type is None:
        raise NotBookable()
    return ticket_type


def _booking_of(request_id: UUID) -> Booking:
    booking = find_booking_by_request(request_id)
    if booking is None:
        raise RuntimeError("no free reference was found")
    return booking


def _insert_booking(event: Event, request: BookingRequest, now: datetime) -> Booking | None:
    booking_id = uuid4()
    for _ in range(REFERENCE_DRAWS):
        reference = random_reference()
        values = {
            "id": booking_id,
            "event_id": event.id,
            "reference": reference,
            "request_id": request.request_id,
            "key_hash": fingerprint(booking_key(booking_id)),
            "language": request.language,
            "first_name": request.first_name,
            "last_name": request.last_name,
            "email": request.email,
            "accessibility_needs": request.accessibility_needs,
            "search_text": _search_text(request, reference),
            "created_at": now,
        }
        if insert_if_absent(Booking, values):
            return get_booking(booking_id)
        if find_booking_by_request(request.request_id) is not None:
            return None
    return None


def _search_text(request: BookingRequest, reference: str) -> str:
    names = [request.first_name, request.last_name, *request.companions]
    return search_text(*names, request.email, reference)


def _insert_tickets(booking: Booking, ticket_type: TicketType, request: BookingRequest) -> None:
    names = ["", *request.companions][: request.number]
    names += [""] * (request.number - len(names))
    rows = []
    for position, name in enumerate(names, start=1):
        ticket_id = uuid4()
        rows.append(
            {
                "id": ticket_id,
                "booking_id": booking.id,
                "ticket_type_id": ticket_type.id,
                "position": position,
                "name": name,
                "code_hash": fingerprint(ticket_code(ticket_id, 0)),
            }
        )
    db.session.execute(insert(Ticket), rows)
    db.session.expire(booking, ["tickets"])


def rename_ticket(ticket: Ticket, name: str, now: datetime, actor: str = HOLDER) -> None:
    """Write another name on a ticket. Raises EventOver."""
    check_changeable(now, ticket.booking.event.last_day.closes_at)
    if ticket.name == name:
        return
    ticket.name = name
    _refresh_search_text(ticket.booking)
    record("bookings.ticket_renamed", ticket.booking_id, actor, now, ticket=ticket.position)


def _refresh_search_text(booking: Booking) -> None:
    names = [ticket.name for ticket in booking.tickets]
    words = [booking.first_name, booking.last_name, *names, booking.email, booking.reference]
    booking.search_text = search_text(*words)


def cancel_tickets(
    booking: Booking, positions: set[int], now: datetime, actor: str = HOLDER
) -> int:
    """Cancel tickets of a booking and give their places back; return how many it still were.

    Raises EventOver. Cancelling twice cancels once: the guarded UPDATE decides.
    """
    check_changeable(now, booking.event.last_day.closes_at)
    cancelled = [
        ticket
        for ticket in booking.tickets
        if ticket.position in positions and _cancel(ticket, now)
    ]
    if not cancelled:
        return 0
    for ticket in cancelled:
        release_places(ticket.ticket_type_id, 1)
        record("bookings.ticket_cancelled", booking.id, actor, now, ticket=ticket.position)
    if not _any_valid(booking):
        booking.cancelled_at = now
    enqueue(CANCELLATION, booking.id, booking.reference, now)
    return len(cancelled)


def _cancel(ticket: Ticket, now: datetime) -> bool:
    guarded = (
        update(Ticket)
        .where(Ticket.id == ticket.id, Ticket.cancelled_at.is_(None))
        .values(cancelled_at=now)
    )
    return row_count(db.session.execute(guarded)) == 1


def _any_valid(booking: Booking) -> bool:
    valid = select(func.count()).where(
        Ticket.booking_id == booking.id, Ticket.cancelled_at.is_(None)
    )
    return bool(db.session.scalar(valid))


def reissue_ticket(ticket: Ticket, now: datetime, actor: str) -> None:
    """Give a ticket a new code; the old one is void from now on. The holder gets it by mail."""
    db.session.add(RetiredCode(code_hash=ticket.code_hash, ticket_id=ticket.id))
    ticket.reissue += 1
    ticket.code_hash = fingerprint(ticket_code(ticket.id, ticket.reissue))
    record("bookings.ticket_reissued", ticket.booking_id, actor, now, ticket=ticket.position)
    enqueue(CONFIRMATION, ticket.booking_id, ticket.booking.reference, now)


def resend_confirmation(booking: Booking, now: datetime, actor: str) -> None:
    """Send the tickets once more."""
    record("bookings.confirmation_resent", booking.id, actor, now)
    enqueue(CONFIRMATION, booking.id, booking.reference, now)
