"""The letters to who gave a contact, written when they are sent, in the language of the page."""

from uuid import UUID

from flask_babel import force_locale

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.events.rules import erase_at
from ortenaudigital.fair.contacts.links import contact_url
from ortenaudigital.fair.contacts.models import ContactGrant
from ortenaudigital.fair.contacts.rules import CONFIRM_WITHIN
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.writing import write_letter

CONFIRM_ADDRESS = "contacts.confirm_address"
GIVEN = "contacts.given"


def confirm_address(subject_id: str) -> Composed | None:
    """Write the letter that asks whether a contact is to be handed over.

    It holds nothing that was typed: whoever gave the address may be a stranger to its owner.
    """
    return _compose(subject_id, CONFIRM_ADDRESS)


def given(subject_id: str) -> Composed | None:
    """Write the letter that says who got what, until when, and how to withdraw it."""
    return _compose(subject_id, GIVEN)


def _compose(subject_id: str, kind: str) -> Composed | None:
    grant = db.session.get(ContactGrant, UUID(subject_id))
    if grant is None or grant.exhibitor is None or grant.withdrawn_at is not None:
        return None
    if (grant.confirmed_at is None) != (kind == CONFIRM_ADDRESS):
        return None
    context = {
        "grant": grant,
        "exhibitor": grant.exhibitor,
        "event": grant.event,
        "contact_url": contact_url(grant.id),
        "confirm_until": grant.given_at + CONFIRM_WITHIN,
        "erase_at": erase_at(day.closes_at for day in grant.event.days),
        "language": grant.language,
    }
    with force_locale(grant.language):
        return write_letter(kind, grant.email, context)
