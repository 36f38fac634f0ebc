"""Hand over contacts, show and read them, withdraw them: inside one transaction of the caller."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, or_, update

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.models import Booking
from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.contacts.errors import UnknownContactCode
from ortenaudigital.fair.contacts.letters import CONFIRM_ADDRESS, GIVEN
from ortenaudigital.fair.contacts.links import code_hash, contact_key, shown_code
from ortenaudigital.fair.contacts.models import ContactGrant
from ortenaudigital.fair.contacts.queries import count_contacts_of, find_contact_by_request
from ortenaudigital.fair.contacts.rules import (
    CONFIRM_WITHIN,
    SHOWN_FOR,
    Handed,
    check_number,
    check_open,
    read_typed_code,
)
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent, lock, row_count
from ortenaudigital.kernel.sealed import seal
from ortenaudigital.limits.commands import Claim, take_or_refuse
from ortenaudigital.limits.rules import CONTACT_LETTERS
from ortenaudigital.outbox.commands import About, Sending, delete_letters, enqueue
from ortenaudigital.queue.rules import Priority

VISITOR = "visitor"


@dataclass(frozen=True)
class Gift:
    """What a form hands over; `request_id` is the same for its repeats."""

    request_id: UUID
    handed: Handed
    language: str
    booking: Booking | None = None


def give(exhibitor: Exhibitor, gift: Gift, now: datetime) -> UUID:
    """Hand a contact to an exhibitor; return its id, which is that of the first for a repeat.

    With a booking it holds at once; an address that was typed is confirmed by a letter first.
    Raises ContactsClosed, ManyContacts or TooMany.
    """
    confirmed = gift.booking is not None
    to = {"exhibitor_id": exhibitor.id, "confirmed_at": now if confirmed else None}
    grant_id, new = _insert(exhibitor.event, gift, to, now)
    if new:
        about = About(grant_id, exhibitor.name, exhibitor.event_id)
        action = "contacts.given" if confirmed else "contacts.asked"
        record(action, grant_id, VISITOR, now, event_id=exhibitor.event_id)
        _tell(GIVEN if confirmed else CONFIRM_ADDRESS, about, now)
    return grant_id


def show(booking: Booking, gift: Gift, now: datetime) -> UUID:
    """Show a contact by a code, to the first exhibitor who reads it; return its id.

    Raises ContactsClosed, ManyContacts or TooMany.
    """
    to = {"exhibitor_id": None, "confirmed_at": now, "code_until": now + SHOWN_FOR}
    grant_id, new = _insert(booking.event, gift, to, now)
    if new:
        record("contacts.shown", grant_id, VISITOR, now, event_id=booking.event_id)
    return grant_id


def _insert(event: Event, gift: Gift, to: Mapping[str, Any], now: datetime) -> tuple[UUID, bool]:
    """Store a contact unless the same form did; return its id and whether it is new."""
    sent = [str(value) for value in asdict(gift.handed).values()]
    request_id = seal("contact form", gift.request_id, str(to["exhibitor_id"]), *sent)
    if (known := find_contact_by_request(request_id)) is not None:
        return known, False
    _check(event, gift, now)
    grant_id = uuid4()
    values = {
        **asdict(gift.handed),
        **{"code_until": None, **to},
        "id": grant_id,
        "event_id": event.id,
        "request_id": request_id,
        "key_hash": fingerprint(contact_key(grant_id)),
        "booking_id": gift.booking.id if gift.booking else None,
        "code_hash": code_hash(shown_code(grant_id)) if "code_until" in to else None,
        "language": gift.language,
        "given_at": now,
    }
    if insert_if_absent(ContactGrant, values):
        return grant_id, True
    repeated = find_contact_by_request(request_id)
    return (repeated or grant_id), False


def _check(event: Event, gift: Gift, now: datetime) -> None:
    check_open(now, event.last_day.closes_at, event.is_cancelled)
    if gift.booking is not None:
        check_number(count_contacts_of(gift.booking.id))
    else:
        take_or_refuse(Claim(CONTACT_LETTERS, gift.handed.email.lower()), now)


def read(exhibitor: Exhibitor, typed: str, now: datetime) -> UUID:
    """Take the contact that a visitor shows by a code; the first who reads it has it.

    Raises UnknownContactCode or ContactsClosed.
    """
    check_open(now, exhibitor.event.last_day.closes_at, exhibitor.event.is_cancelled)
    shown = (
        update(ContactGrant)
        .where(ContactGrant.code_hash == code_hash(read_typed_code(typed)))
        .where(ContactGrant.event_id == exhibitor.event_id)
        .where(ContactGrant.code_until > now, ContactGrant.withdrawn_at.is_(None))
        .values(exhibitor_id=exhibitor.id, code_hash=None, code_until=None)
        .returning(ContactGrant.id)
        .execution_options(synchronize_session=False)
    )
    grant_id = db.session.scalar(shown)
    if grant_id is None:
        raise UnknownContactCode()
    record("contacts.read", grant_id, "exhibitor", now, event_id=exhibitor.event_id)
    _tell(GIVEN, About(grant_id, exhibitor.name, exhibitor.event_id), now)
    return grant_id


def confirm(grant: ContactGrant, now: datetime) -> bool:
    """Hand over what waited for a click in our letter; say whether it was handed over now."""
    waiting = (
        update(ContactGrant)
        .where(ContactGrant.id == grant.id, ContactGrant.confirmed_at.is_(None))
        .where(ContactGrant.withdrawn_at.is_(None))
        .values(confirmed_at=now)
    )
    if not row_count(db.session.execute(waiting)):
        return False
    record("contacts.given", grant.id, VISITOR, now, event_id=grant.event_id)
    label = grant.exhibitor.name if grant.exhibitor else ""
    _tell(GIVEN, About(grant.id, label, grant.event_id), now)
    return True


def withdraw(grant: ContactGrant, now: datetime) -> bool:
    """Take a contact back: nothing of it can be seen or exported from now on. Once is enough.

    The name stays for an exhibitor who saw it, who is to delete it too.
    """
    grant = lock(grant)
    if grant.withdrawn_at is not None:
        return False
    grant.withdrawn_at = now
    grant.phone = grant.company = grant.message = ""
    if grant.confirmed_at is None or grant.exhibitor_id is None:
        grant.name = ""
    record("contacts.withdrawn", grant.id, VISITOR, now, event_id=grant.event_id)
    return True


def delete_unseen(now: datetime) -> int:
    """Delete what nobody confirmed or read in time; return how many."""
    unconfirmed = ContactGrant.confirmed_at.is_(None) & (
        ContactGrant.given_at < now - CONFIRM_WITHIN
    )
    unread = ContactGrant.code_until < now
    return delete_grants(or_(unconfirmed, unread))


def delete_grants(*which: ColumnElement[bool]) -> int:
    """Delete contacts and the letters about them; return how many."""
    gone = delete(ContactGrant).where(*which).returning(ContactGrant.id)
    ids = db.session.scalars(gone).all()
    delete_letters([str(each) for each in ids])
    return len(ids)


def _tell(kind: str, about: About, now: datetime) -> None:
    enqueue(kind, about, now, Sending(Priority.HIGH, key=f"{kind}:{about.subject_id}"))


def follow_booking(_: object, other: UUID, into: UUID) -> None:
    """Let what was handed over by a booking be found by the one that it became a part of."""
    moved = update(ContactGrant).where(ContactGrant.booking_id == other)
    db.session.execute(moved.values(booking_id=into))
