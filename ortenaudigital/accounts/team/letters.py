"""The letters that bring somebody into a team."""

from collections.abc import Callable
from uuid import UUID

from ortenaudigital.accounts.letters import write
from ortenaudigital.accounts.team.links import invitation_url
from ortenaudigital.accounts.team.models import TeamInvitation
from ortenaudigital.accounts.team.rules import VALID
from ortenaudigital.accounts.team.words import ROLES
from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.kernel.db import db

INVITED = "accounts.invited"

FindTitle = Callable[[int], str]
_events: set[FindTitle] = set()


def know_titles(find: FindTitle) -> None:
    """Say who knows what events are called: `events`, which is above accounts."""
    _events.add(find)


def invited(subject_id: str) -> Composed | None:
    """Send the link to who was invited; None if the invitation is withdrawn or accepted."""
    found = db.session.get(TeamInvitation, UUID(subject_id))
    if found is None:
        return None
    return write(
        "invited",
        found.email,
        of=found.event_id and next(find(found.event_id) for find in _events),
        role=ROLES[found.role],
        invitation_url=invitation_url(found.id),
        days=VALID.days,
    )
