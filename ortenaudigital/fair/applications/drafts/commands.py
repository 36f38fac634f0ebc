"""Keep drafts, and delete them: inside one transaction of the caller."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select

from ortenaudigital.audit.commands import record
from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.drafts.letters import DRAFT
from ortenaudigital.fair.applications.drafts.links import draft_key
from ortenaudigital.fair.applications.drafts.models import Draft
from ortenaudigital.fair.applications.errors import ApplicationsClosed, UnknownDraft
from ortenaudigital.fair.applications.queries import takes_applications
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import find_and_lock
from ortenaudigital.outbox.commands import About, Sending, delete_letters, enqueue
from ortenaudigital.pictures.commands import delete_if_unused, lock_picture
from ortenaudigital.queue.rules import Priority

# Who has not touched a draft by then has given it up.
DRAFT_KEPT = timedelta(days=60)


@dataclass(frozen=True)
class Typed:
    """What somebody typed so far, by the names of the fields."""

    email: str
    language: str
    fields: Mapping[str, list[str]]
    logo_id: UUID | None


def save_draft(event: Event, draft_id: UUID | None, typed: Typed, now: datetime) -> Draft:
    """Keep what was typed, in the draft it belongs to or in a new one, and mail its link.

    Each address gets the link once. Raises ApplicationsClosed.
    """
    if not takes_applications(event, now):
        raise ApplicationsClosed()
    draft = find_and_lock(Draft, draft_id) if draft_id else None
    if draft is None or draft.event_id != event.id:
        new_id = uuid4()
        draft = Draft(id=new_id, event_id=event.id, key_hash=fingerprint(draft_key(new_id)))
        db.session.add(draft)
    draft.email, draft.language = typed.email, typed.language
    draft.fields, draft.logo_id = dict(typed.fields), typed.logo_id
    draft.changed_at = now
    db.session.flush()
    sending = Sending(Priority.HIGH, key=f"{DRAFT}:{draft.id}:{fingerprint(typed.email).hex()}")
    # The label would name what was typed, and a stranger may read the list of letters.
    enqueue(DRAFT, About(draft.id, "", event.id), now, sending)
    return draft


def get_draft(event: Event, key: str) -> Draft:
    """Return the draft behind a link. Raises UnknownDraft."""
    draft = db.session.scalar(select(Draft).where(Draft.key_hash == fingerprint(key)))
    if draft is None or draft.event_id != event.id:
        raise UnknownDraft()
    return draft


def find_draft(event: Event, key: str) -> Draft | None:
    """Find the draft that a form goes on with, if it is still there."""
    try:
        return get_draft(event, key)
    except UnknownDraft:
        return None


def list_drafts(event: Event) -> Sequence[Draft]:
    """List the drafts of an event, the one that was changed last first."""
    query = select(Draft).where(Draft.event_id == event.id)
    return db.session.scalars(query.order_by(Draft.changed_at.desc(), Draft.id)).all()


def count_drafts(event: Event) -> int:
    """Count the drafts of an event."""
    return db.session.scalar(select(func.count()).where(Draft.event_id == event.id)) or 0


def discard_draft(event: Event, draft_id: UUID, now: datetime, actor: str) -> None:
    """Delete a draft at somebody's wish, with its letters and its logo. Raises UnknownDraft."""
    draft = db.session.get(Draft, draft_id)
    # Before the draft, in the order of who sends it as an application with the same logo.
    logo_id = lock_picture(draft.logo_id) if draft else None
    draft = find_and_lock(Draft, draft_id)
    if draft is None or draft.event_id != event.id:
        raise UnknownDraft()
    delete_drafts([draft_id])
    if logo_id:
        delete_if_unused(logo_id)
    record("stands.draft_discarded", draft_id, actor, now, event_id=event.id)


def delete_drafts(ids: list[UUID]) -> None:
    """Delete drafts with the letters about them."""
    db.session.execute(delete(Draft).where(Draft.id.in_(ids)))
    delete_letters([str(each) for each in ids])


def delete_old_drafts(now: datetime) -> int:
    """Delete the drafts that nobody has touched for long; return how many."""
    old = select(Draft.id).where(Draft.changed_at < now - DRAFT_KEPT)
    ids = list(db.session.scalars(old))
    delete_drafts(ids)
    return len(ids)
