"""The private link of an exhibitor, derived from the id and the ticket key."""

from uuid import UUID

from flask import current_app

from ortenaudigital.kernel.codes import derive


def exhibitor_key(exhibitor_id: UUID) -> str:
    """Return the key in the link of a portal: 26 lower-case characters."""
    return derive(str(current_app.config["TICKET_KEY"]), "exhibitor", exhibitor_id).lower()


def portal_url(exhibitor_id: UUID) -> str:
    """Return the address of an exhibitor's portal."""
    return f"{current_app.config['BASE_URL']}/aussteller/{exhibitor_key(exhibitor_id)}"


def address_proof(exhibitor_id: UUID) -> str:
    """Return what only a letter to the address of an application says: 26 lower-case characters."""
    return derive(str(current_app.config["TICKET_KEY"]), "exhibitor address", exhibitor_id).lower()


def confirm_url(exhibitor_id: UUID) -> str:
    """Return the address of the page that confirms the address of an application."""
    return f"{portal_url(exhibitor_id)}/bestaetigen/{address_proof(exhibitor_id)}"
