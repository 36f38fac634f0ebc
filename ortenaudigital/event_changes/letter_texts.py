"""The organisers' own words in letters, inside one transaction of the caller."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from ortenaudigital.audit.commands import record
from ortenaudigital.audit.rules import from_to
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent, lock
from ortenaudigital.outbox.texts.models import LetterSwitch, LetterText
from ortenaudigital.outbox.texts.queries import find_text, is_off
from ortenaudigital.outbox.texts.registry import get_kind
from ortenaudigital.outbox.texts.rules import (
    PARTS,
    LetterNeeded,
    Text,
    check_placeholders,
    tidy,
)

LONGEST_EXCERPT = 60


@dataclass(frozen=True)
class Which:
    """Letters of one kind in one language."""

    kind: str
    language: str


def write_text(event: Event, which: Which, text: Text, now: datetime, actor: str) -> None:
    """Let letters of a kind say something else in a language; the next one does.

    A text that is empty brings back the usual one. Raises UnknownKind, UnknownPlaceholder or
    LooseBrace.
    """
    text, kind, language = tidy(text), which.kind, which.language
    check_placeholders(text, get_kind(kind).placeholders)
    key = {"event_id": event.id, "kind": kind, "language": language}
    before = find_text(event.id, kind, language)
    if before == text:
        return
    values = {part: getattr(text, part) for part in PARTS}
    if not text:
        of_key = [getattr(LetterText, name) == value for name, value in key.items()]
        db.session.execute(delete(LetterText).where(*of_key))
    elif not insert_if_absent(LetterText, key | values):
        row = lock(db.session.get_one(LetterText, tuple(key.values())))
        before = Text(row.subject, row.introduction, row.closing)
        for part, value in values.items():
            setattr(row, part, value)
    changes = [
        [part, excerpt(getattr(before, part)), excerpt(value)]
        for part, value in values.items()
        if getattr(before, part) != value
    ]
    details = {"kind": kind, "language": language, "changes": changes}
    subject = f"event:{event.id}"
    record("letters.text_changed", subject, actor, now, event_id=event.id, **details)


def excerpt(text: str) -> str:
    """Return how a text begins: enough to know it again, since texts may name people."""
    return text if len(text) <= LONGEST_EXCERPT else f"{text[:LONGEST_EXCERPT].rstrip()}…"


def switch(event: Event, kind: str, on: bool, now: datetime, actor: str) -> None:
    """Let letters of a kind go out, or none of them. Raises UnknownKind or LetterNeeded."""
    if get_kind(kind).needed and not on:
        raise LetterNeeded()
    if is_off(event.id, kind) is not on:
        return
    key = {"event_id": event.id, "kind": kind}
    if not insert_if_absent(LetterSwitch, {**key, "is_on": on}):
        lock(db.session.get_one(LetterSwitch, tuple(key.values()))).is_on = on
    subject, values = f"event:{event.id}", from_to({"on": not on}, {"on": on})
    record("letters.switched", subject, actor, now, kind=kind, on=on, **values)
