"""Invite exhibitors of earlier events again: each gets a draft with their entry of then."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import func, select

from ortenaudigital.audit.commands import record
from ortenaudigital.events.models import Day, Event
from ortenaudigital.fair.applications.drafts.letters import INVITED_AGAIN
from ortenaudigital.fair.applications.drafts.links import draft_key
from ortenaudigital.fair.applications.drafts.models import Draft
from ortenaudigital.fair.applications.errors import ApplicationsClosed
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.queries import find_need, takes_applications
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import lock
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.queue.rules import Priority


def list_former(event: Event) -> Sequence[Exhibitor]:
    """List who was accepted for an earlier event and is not asked or here yet, each address once.

    Who exhibited so long ago that their address is erased is not among them.
    """
    ends = select(func.max(Day.closes_at)).where(Day.event_id == Exhibitor.event_id)
    earlier = ends.scalar_subquery() < event.days[0].opens_at
    query = select(Exhibitor).where(
        Exhibitor.event_id != event.id,
        Exhibitor.state == State.ACCEPTED,
        Exhibitor.email != "",
        Exhibitor.erased_at.is_(None),
        earlier,
    )
    asked = _asked(event)
    newest = db.session.scalars(query.order_by(Exhibitor.applied_at.desc())).unique()
    found: dict[str, Exhibitor] = {}
    for each in newest:
        if each.email.lower() not in asked:
            found.setdefault(each.email.lower(), each)
    return sorted(found.values(), key=lambda each: each.name.casefold())


def _asked(event: Event) -> set[str]:
    here = select(Exhibitor.email).where(Exhibitor.event_id == event.id)
    drafts = select(Draft.email).where(Draft.event_id == event.id)
    found = [*db.session.scalars(here), *db.session.scalars(drafts)]
    return {email.lower() for email in found}


def invite_again(event: Event, chosen: Collection[UUID], now: datetime, actor: str) -> int:
    """Keep a draft for each who was chosen and is not asked yet, and mail its link; count them.

    Raises ApplicationsClosed.
    """
    if not takes_applications(event, now):
        raise ApplicationsClosed()
    # Two who press at once ask nobody twice.
    lock(event)
    former = [each for each in list_former(event) if each.id in set(chosen)]
    for each in former:
        draft = _draft(event, each, now)
        db.session.add(draft)
        db.session.flush()
        sending = Sending(Priority.NORMAL, key=f"{INVITED_AGAIN}:{draft.id}")
        enqueue(INVITED_AGAIN, About(draft.id, "", event.id), now, sending)
    if former:
        record("stands.invited_again", f"event:{event.id}", actor, now, number=len(former))
    return len(former)


def _draft(event: Event, old: Exhibitor, now: datetime) -> Draft:
    draft_id = uuid5(old.id, f"again {event.id}")
    return Draft(
        id=draft_id,
        event_id=event.id,
        key_hash=fingerprint(draft_key(draft_id)),
        email=old.email,
        language=old.language,
        fields=_entry_of(old),
        logo_id=old.logo_id,
        changed_at=now,
    )


def _entry_of(old: Exhibitor) -> dict[str, list[str]]:
    """Return the entry of then by the names of the fields; no note and no decision of ours."""
    values = {
        "name": old.name,
        "kind": old.kind.value,
        "website": old.website,
        "description": old.description,
        "tags": old.tags,
        "contact_name": old.contact_name,
        "email": old.email,
        "phone": old.phone,
        **{f"description_{code}": text for code, text in old.translations.items()},
    }
    if need := find_need(old.id):
        values |= {"power": str(need.power_w), "passes": str(need.passes)}
        values |= {"network": "y"} if need.network else {}
        for name, centimetres in (("width", need.width_cm), ("depth", need.depth_cm)):
            values |= {name: f"{centimetres / 100:g}"} if centimetres else {}
    return {name: [value] for name, value in values.items() if value}
