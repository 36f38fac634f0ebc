"""The letters that bring somebody into a team."""

from uuid import UUID

from ortenaudigital.accounts.letters import write
from ortenaudigital.accounts.team.links import invitation_url
from ortenaudigital.accounts.team.models import TeamInvitation
from ortenaudigital.accounts.team.rules import VALID
from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.kernel.db import db

INVITED = "accounts.invited"


def invited(subject_id: str) -> Composed | None:
    """Send the link to who was invited; None if the invitation is withdrawn or accepted."""
    found = db.session.get(TeamInvitation, UUID(subject_id))
    if found is None:
        return None
    url = invitation_url(found.id)
    return write("invited", found.email, role=found.role, invitation_url=url, days=VALID.days)
