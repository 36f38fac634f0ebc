"""Invitations and codes for tests, made as organisers make them."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from ortenaudigital.bookings.access.codes import CodeOrder, make_codes
from ortenaudigital.bookings.access.guests import read_guests
from ortenaudigital.bookings.access.invitations import Offered, invite
from ortenaudigital.bookings.access.links import code_of
from ortenaudigital.bookings.access.models import AccessCode, Invitation
from ortenaudigital.bookings.access.queries import get_code
from ortenaudigital.bookings.access.rules import written_code
from ortenaudigital.bookings.pending.commands import ask_to_confirm
from ortenaudigital.bookings.pending.links import proof_key, waiting_key
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, booking_request


def by_invitation(event: Event) -> TicketType:
    """Return the type that `make_event` has for those who are invited."""
    return next(each for each in event.ticket_types if each.slug == "fachticket")


def set_type(slug: str, number: int, **values: object) -> None:
    """Change a ticket type as whoever edits the event does: under the next version."""
    with transaction():
        event = get_event(slug)
        event.version += 1
        kind = event.ticket_types[number]
        kind.event_version = event.version
        for name, value in values.items():
            setattr(kind, name, value)


def make_code(event: Event, now: datetime = BOOKED_AT, **changes: Any) -> AccessCode:
    values: dict[str, Any] = {
        "number": 1,
        "label": "Stadt Achern",
        "size": 1,
        "ends_at": None,
        "ticket_types": [by_invitation(event)],
    }
    with transaction():
        (code_id, *_) = make_codes(event, CodeOrder(**(values | changes)), now, "test")
        return get_code(event, code_id)


def text_of_code(code: AccessCode) -> str:
    return written_code(code_of(code.id))


def make_invitation(
    event: Event, text: str = "Ina Geladen <ina@example.org>", number: int = 1, **at: datetime
) -> Invitation:
    offered = Offered(by_invitation(event), number, "de")
    with transaction():
        assert invite(event, offered, read_guests(text), at.get("now", BOOKED_AT), "test") == 1
    email = read_guests(text)[0].email
    holds = (Invitation.email == email, Invitation.withdrawn_at.is_(None))
    made = select(Invitation).where(Invitation.event_id == event.id, *holds)
    return db.session.scalars(made).one()


def make_pending(event: Event, now: datetime) -> dict[str, str]:
    """Make a booking that waits to be confirmed; return the keys of its two links."""
    request = booking_request(email="wartet@example.org")
    with transaction():
        pending_id = ask_to_confirm(event.slug, request, now)
    return {"waiting_key": waiting_key(pending_id), "proof_key": proof_key(pending_id)}
