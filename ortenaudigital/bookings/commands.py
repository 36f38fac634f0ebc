"""Book tickets: the one place where places are taken, inside one transaction of its caller."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, func, select

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.errors import EventChanged, NotBookable
from ortenaudigital.bookings.letters import CONFIRMATION
from ortenaudigital.bookings.links import booking_key, ticket_code
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.queries import find_booking_by_request
from ortenaudigital.bookings.rules import check_bookable, check_open
from ortenaudigital.events.models import Day, Event, TicketType, admits_to
from ortenaudigital.events.places import take_places
from ortenaudigital.events.rules import booking_phase
from ortenaudigital.kernel.codes import fingerprint, random_reference
from ortenaudigital.kernel.db import connection
from ortenaudigital.kernel.db.rows import insert_if_absent, insert_rows, unanswered
from ortenaudigital.kernel.sealed import SealedId, seal
from ortenaudigital.kernel.text import search_text
from ortenaudigital.limits.commands import Claim, refuse_unless, take_each
from ortenaudigital.limits.rules import UNASKED_LETTERS
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.queue.rules import Priority

REFERENCE_DRAWS = 8
HOLDER = "holder"

_LAST_CLOSES_AT = select(func.max(Day.closes_at)).where(Day.event_id == Event.id).scalar_subquery()
_TYPE_ENDS_AT = (
    select(func.max(Day.closes_at))
    .join(admits_to, admits_to.c.day_id == Day.id)
    .where(admits_to.c.ticket_type_id == TicketType.id)
    .scalar_subquery()
)
_KNOWN = select(Booking.id).where(Booking.request_id == bindparam("request_id")).scalar_subquery()
_OFFER = (
    select(
        Event.id.label("event_id"),
        Event.state,
        Event.calendar_sequence,
        Event.booking_opens_at,
        Event.booking_closes_at,
        _LAST_CLOSES_AT.label("ends_at"),
        _TYPE_ENDS_AT.label("type_ends_at"),
        TicketType.id.label("ticket_type_id"),
        TicketType.access,
        TicketType.max_per_booking,
        _KNOWN.label("known"),
    )
    .join(TicketType, TicketType.event_id == Event.id)
    .where(Event.slug == bindparam("event"), TicketType.slug == bindparam("ticket_type"))
)


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


def book(event: str, request: BookingRequest, now: datetime, network: Sequence[Claim] = ()) -> UUID:
    """Book tickets of the event with this slug; return the id of the booking.

    `network`: what whoever asks takes of the limits. The same request again gets the booking that
    was made first. Raises NotYetOpen, BookingClosed, EventCancelled, NotBookable, TooManyTickets,
    TooMany, SoldOut or EventChanged.
    """
    request_id = _sealed_id(event, request)
    names = {"event": event, "ticket_type": request.ticket_type, "request_id": request_id}
    offer = connection().execute(_OFFER, names).one_or_none()
    if offer is None:
        raise NotBookable()
    if offer.known is not None:
        return UUID(int=offer.known.int)
    _check_offer(offer, request, now)
    # Whoever books for somebody else's address again and again shall not fill that mailbox: from
    # the third letter of a day on, one goes out only when it is asked for on the booking's page.
    mailbox = Claim(UNASKED_LETTERS, request.email.lower())
    taken = take_each([*network, mailbox], now)
    refuse_unless(network, taken, now)
    booking_id = uuid4()
    reference = _insert_booking(booking_id, offer.event_id, request_id, request, now)
    if reference is None:
        # Someone pressed twice and the other press was first: it holds the booking by now.
        return _first_booking(request_id)
    # Late, because on PostgreSQL it holds the row of the ticket type until the commit.
    places = take_places(offer.ticket_type_id, request.number)
    # It may have waited for an import, and now be a ticket for another day than the one offered.
    if places.calendar_sequence != offer.calendar_sequence:
        raise EventChanged()
    # A fifth of what a booking costs on PostgreSQL is saved by sending them together.
    with unanswered():
        insert_rows(Ticket, _tickets(booking_id, offer.ticket_type_id, request, places.revisions))
        record("bookings.booked", booking_id, HOLDER, now, tickets=request.number)
        if mailbox in taken:
            sending = Sending(Priority.HIGH, key=f"{CONFIRMATION}:{booking_id}")
            enqueue(CONFIRMATION, About(booking_id, reference, offer.event_id), now, sending)
    return booking_id


def _check_offer(offer: Any, request: BookingRequest, now: datetime) -> None:
    opens_at, closes_at = offer.booking_opens_at, offer.booking_closes_at
    check_open(booking_phase(offer.state, now, opens_at, closes_at, [offer.ends_at]))
    # The event may go on, but not on the days of these tickets.
    check_open(booking_phase(offer.state, now, None, None, [offer.type_ends_at]))
    check_bookable(offer.access, request.number, offer.max_per_booking)


def _sealed_id(event: str, request: BookingRequest) -> SealedId:
    """Seal the id of a request with all that was asked for but the language it was asked in.

    Whoever takes a form that was sent before and changes a name books anew.
    """
    asked_for = (event, request.ticket_type, request.number)
    # A phone may write the same address with a capital the next time.
    email = request.email.lower()
    who = (request.first_name, request.last_name, email, request.accessibility_needs)
    return seal("booking form", request.request_id, *asked_for, *_names(request), *who)


def _first_booking(request_id: SealedId) -> UUID:
    booking_id = find_booking_by_request(request_id)
    if booking_id is None:
        raise RuntimeError("no free reference was found")
    return booking_id


def _insert_booking(
    booking_id: UUID, event_id: int, request_id: SealedId, request: BookingRequest, now: datetime
) -> str | None:
    """Insert the booking; return its reference, or None if the request was booked before."""
    for _ in range(REFERENCE_DRAWS):
        reference = random_reference()
        values = {
            "id": booking_id,
            "event_id": event_id,
            "reference": reference,
            "request_id": request_id,
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
            return reference
        if find_booking_by_request(request_id) is not None:
            return None
    return None


def _search_text(request: BookingRequest, reference: str) -> str:
    names = [request.first_name, request.last_name, *request.companions]
    return search_text(*names, request.email, reference)


def _names(request: BookingRequest) -> list[str]:
    """Return the names on the tickets in their order; an empty one is that of who books."""
    names = ["", *request.companions][: request.number]
    return names + [""] * (request.number - len(names))


def _tickets(
    booking_id: UUID, ticket_type_id: int, request: BookingRequest, revisions: range
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    named = zip(_names(request), revisions, strict=True)
    for position, (name, revision) in enumerate(named, start=1):
        ticket_id = uuid4()
        rows.append(
            {
                "id": ticket_id,
                "booking_id": booking_id,
                "ticket_type_id": ticket_type_id,
                "position": position,
                "name": name,
                "code_hash": fingerprint(ticket_code(ticket_id, 0)),
                "revision": revision,
            }
        )
    return rows
