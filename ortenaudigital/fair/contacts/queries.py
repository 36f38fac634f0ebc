"""Questions about contacts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.errors import UnknownExhibitor
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.contacts.errors import UnknownContact
from ortenaudigital.fair.contacts.models import ContactGrant
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.sealed import SealedId


def get_receiver(event: Event, exhibitor_id: UUID) -> Exhibitor:
    """Return an exhibitor that is published. Raises UnknownExhibitor."""
    exhibitor = db.session.get(Exhibitor, exhibitor_id)
    if exhibitor is None or exhibitor.event_id != event.id:
        raise UnknownExhibitor()
    if exhibitor.told_state is not State.ACCEPTED:
        raise UnknownExhibitor()
    return exhibitor


def get_contact_by_key(key: str) -> ContactGrant:
    """Return the contact behind a private link. Raises UnknownContact."""
    query = select(ContactGrant).where(ContactGrant.key_hash == fingerprint(key))
    if (grant := db.session.scalar(query)) is None:
        raise UnknownContact()
    return grant


def find_contact_by_request(request_id: SealedId) -> UUID | None:
    """Find the id of the contact that a form gave before."""
    query = select(ContactGrant.id).where(ContactGrant.request_id == request_id)
    return db.session.scalar(query)


def list_contacts_for(exhibitor_id: UUID) -> Sequence[ContactGrant]:
    """List what was handed to an exhibitor, the newest first, withdrawn ones among them."""
    query = (
        select(ContactGrant)
        .where(ContactGrant.exhibitor_id == exhibitor_id)
        .where(ContactGrant.confirmed_at.is_not(None))
        .order_by(ContactGrant.given_at.desc(), ContactGrant.id)
    )
    return db.session.scalars(query).all()


def list_contacts_of(booking_id: UUID, now: datetime) -> Sequence[ContactGrant]:
    """List what was handed over with a booking, the newest first; codes only while they hold."""
    query = (
        select(ContactGrant)
        .where(ContactGrant.booking_id == booking_id)
        .where(ContactGrant.exhibitor_id.is_not(None) | (ContactGrant.code_until > now))
        .where(ContactGrant.withdrawn_at.is_(None) | ContactGrant.exhibitor_id.is_not(None))
        .order_by(ContactGrant.given_at.desc(), ContactGrant.id)
    )
    return db.session.scalars(query).all()


def count_contacts_of(booking_id: UUID) -> int:
    """Count what was handed over with a booking."""
    query = select(func.count()).where(ContactGrant.booking_id == booking_id)
    return db.session.scalar(query) or 0
