"""Ask for another address and confirm it, inside one transaction of the caller."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, select

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.rules import CONFIRM_ADDRESS_WITHIN
from ortenaudigital.fair.applications.commands import lock_exhibitor
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.rules import check_decidable
from ortenaudigital.fair.portal.contact.errors import SameContact, UnknownContactChange
from ortenaudigital.fair.portal.contact.letters import CONFIRM_CONTACT, CONTACT_CHANGED
from ortenaudigital.fair.portal.contact.links import contact_key
from ortenaudigital.fair.portal.contact.models import ContactChange
from ortenaudigital.kernel.addresses import address_key
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_row
from ortenaudigital.limits.commands import Claim, take_or_refuse
from ortenaudigital.limits.rules import ASKED_LETTERS
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.queue.rules import Priority


def ask_for_contact(exhibitor: Exhibitor, email: str, now: datetime, actor: str) -> None:
    """Have another address confirmed by a letter to it; what waited before is void.

    Raises SameContact, NotConfirmed, ExhibitorErased, or TooMany for a mailbox that gets many.
    """
    if address_key(email) == address_key(exhibitor.email):
        raise SameContact()
    take_or_refuse(Claim(ASKED_LETTERS, email.lower()), now)
    lock_exhibitor(exhibitor, now)
    check_decidable(exhibitor.state)
    waiting = (ContactChange.exhibitor_id == exhibitor.id, ContactChange.confirmed_at.is_(None))
    db.session.execute(delete(ContactChange).where(*waiting))
    change_id = uuid4()
    values = {"id": change_id, "exhibitor_id": exhibitor.id, "email": email, "asked_at": now}
    insert_row(ContactChange, values | {"key_hash": fingerprint(contact_key(change_id))})
    record("stands.contact_asked", exhibitor.id, actor, now, event_id=exhibitor.event_id)
    # Without a label: the name of the organisation is for who confirms.
    about = About(change_id, "", exhibitor.event_id)
    enqueue(CONFIRM_CONTACT, about, now, Sending(Priority.HIGH))


def get_contact_change(key: str, now: datetime) -> ContactChange:
    """Return what waits for its confirmation, or had it. Raises UnknownContactChange."""
    query = select(ContactChange).where(ContactChange.key_hash == fingerprint(key))
    change = db.session.scalar(query)
    if change is None or now >= change.asked_at + CONFIRM_ADDRESS_WITHIN:
        raise UnknownContactChange()
    return change


def confirm_contact(change: ContactChange, now: datetime) -> bool:
    """Write to the confirmed address from now on; say whether it is new. The former is told.

    Raises UnknownContactChange or ExhibitorErased.
    """
    exhibitor = change.exhibitor
    lock_exhibitor(exhibitor, now)
    # Whoever gave yet another address holds the same lock.
    query = select(ContactChange).where(ContactChange.id == change.id)
    found = db.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise UnknownContactChange()
    if found.confirmed_at is not None:
        return False
    found.confirmed_at = now
    found.former_email, exhibitor.email = exhibitor.email, found.email
    db.session.flush()
    record("stands.contact_changed", exhibitor.id, "exhibitor", now, event_id=exhibitor.event_id)
    about = About(found.id, exhibitor.name, exhibitor.event_id)
    enqueue(CONTACT_CHANGED, about, now, Sending(Priority.HIGH))
    return True
