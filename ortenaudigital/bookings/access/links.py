"""Codes and the links of invitations, derived from their ids and the ticket key."""

from uuid import UUID

from flask import current_app

from ortenaudigital.bookings.access.rules import CODE_LENGTH, written_code
from ortenaudigital.kernel.codes import derive, derive_readable, keyed_fingerprint

_PURPOSE = "access code"


def _ticket_key() -> str:
    return str(current_app.config["TICKET_KEY"])


def code_of(code_id: UUID) -> str:
    """Return the code with this id: eight characters, none of which is mistaken for another."""
    return derive_readable(_ticket_key(), _PURPOSE, code_id, CODE_LENGTH)


def hash_of_code(code: str) -> bytes:
    """Return what is kept of a code: 32 bytes under the key, since it is short enough to guess."""
    return keyed_fingerprint(_ticket_key(), _PURPOSE, code)


def code_url(event: str, code_id: UUID) -> str:
    """Return the address that a code can be mailed as."""
    return f"{current_app.config['BASE_URL']}/{event}/code/{written_code(code_of(code_id))}"


def invitation_key(invitation_id: UUID) -> str:
    """Return the key in the link of an invitation: 26 lower-case characters."""
    return derive(_ticket_key(), "invitation", invitation_id).lower()


def invitation_url(event: str, invitation_id: UUID) -> str:
    """Return the address of an invitation's own page."""
    return f"{current_app.config['BASE_URL']}/{event}/einladung/{invitation_key(invitation_id)}"
