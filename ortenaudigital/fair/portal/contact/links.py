"""What only a letter to another address says."""

from uuid import UUID

from flask import current_app

from ortenaudigital.kernel.codes import derive


def contact_key(change_id: UUID) -> str:
    """Return the key in the link that confirms an address: 26 lower-case characters."""
    return derive(str(current_app.config["TICKET_KEY"]), "exhibitor contact", change_id).lower()


def contact_url(change_id: UUID) -> str:
    """Return the address of the page that confirms an address."""
    return f"{current_app.config['BASE_URL']}/bestaetigen/aussteller/{contact_key(change_id)}"
