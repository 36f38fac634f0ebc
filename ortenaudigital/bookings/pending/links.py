"""The two links of a booking that waits: that of whoever typed it, and that in the letter."""

from uuid import UUID

from flask import current_app

from ortenaudigital.kernel.codes import derive


def waiting_key(pending_id: UUID) -> str:
    """Return the key of the page that says what to do now: 26 lower-case characters."""
    return _key("pending", pending_id)


def proof_key(pending_id: UUID) -> str:
    """Return the key that proves the address, since it stands only in the letter to it."""
    return _key("proof of pending", pending_id)


def proof_url(event: str, pending_id: UUID) -> str:
    """Return the address in the letter."""
    return f"{current_app.config['BASE_URL']}/{event}/bestaetigen/{proof_key(pending_id)}"


def _key(purpose: str, pending_id: UUID) -> str:
    return derive(str(current_app.config["TICKET_KEY"]), purpose, pending_id).lower()
