"""Write down what happened, in the transaction in which it happened."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from ortenaudigital.audit.models import Entry
from ortenaudigital.audit.naming import keep_words, name_actor
from ortenaudigital.audit.rules import event_of, role_of, words_of
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_row


def record(
    action: str,
    subject: UUID | int | str,
    actor: str,
    now: datetime,
    *,
    event_id: int | None = None,
    **details: Any,
) -> None:
    """Write one entry. `action` reads `feature.verb`; `details` must not be personal data.

    Whoever changes a value says `was=` and `becomes=`, or what `from_to` makes of several: a list
    `changes=` of `[field, was, becomes]`, and `fields=` alone where values are personal data.
    Without an event it concerns the whole house.
    """
    event_id = event_of(str(subject)) if event_id is None else event_id
    role = role_of(actor)
    values = {"at": now, "done_as": role, "action": action, "subject": str(subject)}
    insert_row(Entry, {**values, "event_id": event_id, "details": details})
    if role != actor:
        name_actor(actor)
    if words := words_of(details):
        keep_words(words)


def list_entries(subject: UUID | int | str, also: Collection[str] = ()) -> Sequence[Entry]:
    """List what happened to a subject, and `also` to others, the oldest first."""
    query = select(Entry).where(Entry.subject.in_([str(subject), *also])).order_by(Entry.id)
    return db.session.scalars(query).all()


def list_entries_about(subjects: Sequence[str]) -> dict[str, list[Entry]]:
    """List what happened to several subjects, by subject, the oldest first."""
    found: dict[str, list[Entry]] = {subject: [] for subject in subjects}
    query = select(Entry).where(Entry.subject.in_(subjects)).order_by(Entry.id)
    for entry in db.session.scalars(query):
        found[entry.subject].append(entry)
    return found
