"""Who is invited to the sample course, and the codes of the sample conference."""

from datetime import datetime
from uuid import uuid5

from sqlalchemy import select

from ortenaudigital.bookings.access.codes import CodeOrder, make_codes
from ortenaudigital.bookings.access.guests import read_guests
from ortenaudigital.bookings.access.invitations import Offered, decline, invite, open_invitation
from ortenaudigital.bookings.access.models import AccessCode, Invitation
from ortenaudigital.bookings.access.rules import first_and_last
from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.making.requests import BookingRequest
from ortenaudigital.bookings.rules import Right, Way
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import list_ticket_types
from ortenaudigital.events.rules import Access
from ortenaudigital.kernel.db import db

# A name, and what they did: booked from a department, opened, declined, or nothing yet.
GUESTS = [
    ("Anja Amtmann", "Bauverwaltung"),
    ("Bernd Bürger", "Bürgerservice"),
    ("Canan Celik", "Kultur und Sport"),
    ("Dieter Dorn", "Tiefbau"),
    ("Elif Erdem", "Personal"),
    ("Frank Forster", "opened"),
    ("Gisela Grün", "declined"),
    ("Hakan Held", ""),
    ("Ingrid Illenau", ""),
    ("Jan Joos", ""),
]
CODES = [("Stadt Achern", 10), ("Stadt Lahr", 10), ("Presse", 1)]


def seed_invited(event: Event, now: datetime, actor: str) -> None:
    """Invite people to a course; some have answered. Doing it again adds nothing."""
    known = select(Invitation.id).where(Invitation.event_id == event.id).limit(1)
    if now >= event.days[0].opens_at or db.session.scalar(known) is not None:
        return
    (kind,) = list_ticket_types(event, Access.INVITATION)
    lines = [f"{name} <{_address(name)}>" for name, _ in GUESTS]
    invite(event, Offered(kind, 1, "de"), read_guests("\n".join(lines)), now, actor)
    found = select(Invitation).where(Invitation.event_id == event.id)
    by_name = {each.name: each for each in db.session.scalars(found)}
    for name, did in GUESTS:
        if did == "opened":
            open_invitation(by_name[name], now)
        elif did == "declined":
            decline(by_name[name], now)
        elif did:
            _accept(event, by_name[name], did, now)


def _accept(event: Event, one: Invitation, department: str, now: datetime) -> None:
    first_name, last_name = first_and_last(one.name)
    request = BookingRequest(
        request_id=uuid5(one.id, "demo"),
        ticket_type=one.ticket_type.slug,
        number=1,
        first_name=first_name,
        last_name=last_name,
        email=one.email,
        language="de",
        answers={"department": (department,)},
        right=Right(Way.INVITATION, one.id),
    )
    book(event.slug, request, now)


def seed_codes(event: Event, now: datetime, actor: str) -> None:
    """Make some codes for what is not for everyone. Doing it again adds nothing."""
    known = select(AccessCode.id).where(AccessCode.event_id == event.id).limit(1)
    if db.session.scalar(known) is not None:
        return
    types = list_ticket_types(event, Access.INVITATION)
    for label, size in CODES:
        make_codes(event, CodeOrder(1, label, size, None, types), now, actor)


def _address(name: str) -> str:
    return f"{name.lower().replace(' ', '.').replace('ü', 'ue')}@example.org"
