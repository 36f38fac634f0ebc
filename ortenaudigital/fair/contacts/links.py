"""The links and codes of contacts, derived from their ids and the ticket key."""

from uuid import UUID

from flask import current_app

from ortenaudigital.fair.contacts.rules import CODE_LENGTH
from ortenaudigital.kernel.codes import derive, derive_readable, keyed_fingerprint

_CODE = "contact code"


def _ticket_key() -> str:
    return str(current_app.config["TICKET_KEY"])


def contact_key(grant_id: UUID) -> str:
    """Return the key in the link of who gave a contact: 26 lower-case characters."""
    return derive(_ticket_key(), "contact", grant_id).lower()


def contact_url(grant_id: UUID) -> str:
    """Return the address of the page on which a contact is confirmed and withdrawn."""
    return f"{current_app.config['BASE_URL']}/kontakt/{contact_key(grant_id)}"


def shown_code(grant_id: UUID) -> str:
    """Return the code that a visitor shows: eight characters, good for one reading."""
    return derive_readable(_ticket_key(), _CODE, grant_id, CODE_LENGTH)


def code_hash(code: str) -> bytes:
    """Return what the database keeps of a code: 32 bytes."""
    return keyed_fingerprint(_ticket_key(), _CODE, code)
