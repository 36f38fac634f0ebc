"""The private link of an invitation to a team, derived from its id and the ticket key."""

from uuid import UUID

from flask import current_app

from ortenaudigital.kernel.codes import derive


def invitation_key(invitation_id: UUID) -> str:
    """Return the key in the link of an invitation: 26 lower-case characters."""
    return derive(str(current_app.config["TICKET_KEY"]), "team invitation", invitation_id).lower()


def invitation_url(invitation_id: UUID) -> str:
    """Return the address at which an invitation is accepted."""
    return f"{current_app.config['BASE_URL']}/orga/einladung/{invitation_key(invitation_id)}"
