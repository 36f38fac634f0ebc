"""Store a booking with all that is told for it, once its places are taken, and write about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.access.uses import columns_of
from ortenaudigital.bookings.groups.commands import ask_to_send, store_group
from ortenaudigital.bookings.letters import CONFIRMATION
from ortenaudigital.bookings.links import booking_key, ticket_code
from ortenaudigital.bookings.making.requests import BookingRequest, names_on_tickets
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.needs.commands import store_needs
from ortenaudigital.bookings.queries import find_booking_by_request
from ortenaudigital.bookings.questions.commands import store_answers
from ortenaudigital.bookings.rules import HOLDER, Offer
from ortenaudigital.kernel.addresses import address_key
from ortenaudigital.kernel.codes import fingerprint, random_reference
from ortenaudigital.kernel.db.rows import insert_if_absent, insert_rows
from ortenaudigital.kernel.sealed import SealedId
from ortenaudigital.kernel.text import name_key, search_text
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.queue.rules import Priority

REFERENCE_DRAWS = 8


def insert_booking(
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
            "address_key": address_key(request.email) if request.email else "",
            "search_text": _search_text(request, reference),
            "sort_name": name_key(request.last_name, request.first_name),
            "ticket_count": request.number,
            "created_at": now,
            **columns_of(request.right),
        }
        if insert_if_absent(Booking, values):
            return reference
        if find_booking_by_request(request_id) is not None:
            return None
    return None


def _search_text(request: BookingRequest, reference: str) -> str:
    group = request.group
    others = [*group.names, group.organisation] if group else request.companions
    names = [request.first_name, request.last_name, *others]
    return search_text(*names, request.email, reference)


@dataclass(frozen=True)
class New:
    """A booking that was inserted just now, and has no tickets yet."""

    id: UUID
    reference: str
    offer: Offer
    request: BookingRequest
    # By whom, with what the history shall know besides.
    actor: str = HOLDER
    details: Mapping[str, Any] = field(default_factory=dict)


def store_contents(new: New, revisions: range, now: datetime) -> None:
    """Store tickets, answers and needs of a booking, and that it was made."""
    request, type_id = new.request, new.offer.ticket_type_id
    tickets = _tickets(new.id, type_id, request, revisions)
    insert_rows(Ticket, tickets)
    if request.needs:
        store_needs(new.id, request.needs, now)
    if request.answers:
        store_answers(new.id, type_id, new.offer.questions, request.answers)
    if request.group:
        store_group(new.id, request.group, [ticket["id"] for ticket in tickets])
    more = {"event_id": new.offer.event_id, "tickets": request.number}
    record("bookings.booked", new.id, new.actor, now, **more, **new.details)


def write(new: New, now: datetime) -> None:
    """Write the letter that brings the tickets."""
    about = About(new.id, new.reference, new.offer.event_id)
    enqueue(CONFIRMATION, about, now, Sending(Priority.HIGH, key=f"{CONFIRMATION}:{new.id}"))
    if new.request.group and any(new.request.group.emails):
        ask_to_send(about, now)


def _tickets(
    booking_id: UUID, ticket_type_id: int, request: BookingRequest, revisions: range
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    named = zip(names_on_tickets(request), revisions, strict=True)
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
