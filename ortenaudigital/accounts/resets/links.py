"""The private link for a new password, derived from an id and the ticket key."""

from uuid import UUID

from flask import current_app

from ortenaudigital.kernel.codes import derive


def reset_key(reset_id: UUID) -> str:
    """Return the key in the link: 26 lower-case characters."""
    return derive(str(current_app.config["TICKET_KEY"]), "password reset", reset_id).lower()


def reset_url(reset_id: UUID) -> str:
    """Return the address at which a new password is set."""
    return f"{current_app.config['BASE_URL']}/orga/passwort/{reset_key(reset_id)}"
