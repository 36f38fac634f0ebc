"""The letter with the link to a draft. It holds nothing that was typed."""

from uuid import UUID

from flask_babel import force_locale

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.events.rules import erase_at
from ortenaudigital.fair.applications.drafts.links import draft_url
from ortenaudigital.fair.applications.drafts.models import Draft
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.writing import write_letter

DRAFT = "stands.draft"
INVITED_AGAIN = "stands.invited_again"


def draft(subject_id: str) -> Composed | None:
    """Write the letter with the link; None if the draft was sent or deleted meanwhile."""
    return _compose(subject_id, DRAFT)


def invited_again(subject_id: str) -> Composed | None:
    """Write the letter that invites who exhibited before; None if they applied meanwhile."""
    return _compose(subject_id, INVITED_AGAIN)


def _compose(subject_id: str, kind: str) -> Composed | None:
    found = db.session.get(Draft, UUID(subject_id))
    if found is None or found.event.is_cancelled:
        return None
    context = {
        "event": found.event,
        "draft_url": draft_url(found),
        "erase_at": erase_at(day.closes_at for day in found.event.days),
        "language": found.language,
    }
    with force_locale(found.language):
        return write_letter(kind, found.email, context)
