"""The private link of a colleague, derived from the id and the ticket key."""

from uuid import UUID

from flask import current_app

from ortenaudigital.kernel.codes import derive


def person_key(person_id: UUID) -> str:
    """Return the key in the link of a person: 26 lower-case characters."""
    return derive(str(current_app.config["TICKET_KEY"]), "exhibitor person", person_id).lower()


def person_url(person_id: UUID) -> str:
    """Return the address at which a person finds the portal."""
    return f"{current_app.config['BASE_URL']}/aussteller/{person_key(person_id)}"
