"""The letters about another address: to the new one, which is asked, and to the former."""

from uuid import UUID

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.fair.portal.contact.links import contact_url
from ortenaudigital.fair.portal.contact.models import ContactChange
from ortenaudigital.fair.portal.writing import write_about
from ortenaudigital.kernel.db import db

CONFIRM_CONTACT = "portal.confirm_contact"
CONTACT_CHANGED = "portal.contact_changed"


def confirm_contact(subject_id: str) -> Composed | None:
    """Ask at another address. Its reader may be a stranger: nothing that was typed is in it."""
    change = db.session.get(ContactChange, UUID(subject_id))
    if change is None or change.confirmed_at is not None:
        return None
    url = contact_url(change.id)
    return write_about(change.exhibitor, CONFIRM_CONTACT, change.email, confirm_url=url)


def contact_changed(subject_id: str) -> Composed | None:
    """Write to the former address that it is written to no more."""
    change = db.session.get(ContactChange, UUID(subject_id))
    if change is None or not change.former_email:
        return None
    return write_about(change.exhibitor, CONTACT_CHANGED, change.former_email)
