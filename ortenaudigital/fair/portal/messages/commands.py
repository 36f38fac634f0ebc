"""Write messages, answer them, put them away: inside one transaction of the caller."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from ortenaudigital.audit.commands import record
from ortenaudigital.fair.applications.commands import lock_exhibitor
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.rules import check_decidable
from ortenaudigital.fair.portal.messages.letters import MESSAGE
from ortenaudigital.fair.portal.messages.models import Message
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent, row_count
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.queue.rules import Priority


@dataclass(frozen=True)
class Words:
    """What somebody writes. `request_id` is the same when the form is sent again."""

    request_id: UUID
    text: str
    author: str


def ask_organisers(exhibitor: Exhibitor, words: Words, now: datetime) -> bool:
    """Write to the organisers; say whether it is new.

    Raises NotConfirmed or ExhibitorErased.
    """
    lock_exhibitor(exhibitor, now)
    check_decidable(exhibitor.state)
    new = _store(exhibitor, words, now, from_organiser=False)
    if new:
        record(
            "stands.message_written", exhibitor.id, words.author, now, event_id=exhibitor.event_id
        )
    return new


def write_to_exhibitor(exhibitor: Exhibitor, words: Words, now: datetime) -> bool:
    """Write to an exhibitor, which answers what is open; say whether it is new.

    The contact is told by a letter. Raises ExhibitorErased.
    """
    lock_exhibitor(exhibitor, now)
    new = _store(exhibitor, words, now, from_organiser=True)
    if new:
        _close(exhibitor, now)
        record("stands.message_sent", exhibitor.id, words.author, now, event_id=exhibitor.event_id)
        about = About(exhibitor.id, exhibitor.name, exhibitor.event_id)
        key = f"{MESSAGE}:{words.request_id}"
        enqueue(MESSAGE, about, now, Sending(Priority.NORMAL, key=key))
    return new


def _store(exhibitor: Exhibitor, words: Words, now: datetime, *, from_organiser: bool) -> bool:
    values = {
        "event_id": exhibitor.event_id,
        "exhibitor_id": exhibitor.id,
        "request_id": words.request_id,
        "from_organiser": from_organiser,
        "author": words.author,
        "words": words.text,
        "written_at": now,
        "answered_at": now if from_organiser else None,
    }
    return insert_if_absent(Message, values)


def put_away(exhibitor: Exhibitor, now: datetime, actor: str) -> None:
    """Take all that an exhibitor wrote as done, without an answer."""
    lock_exhibitor(exhibitor, now)
    number = _close(exhibitor, now)
    if number:
        where = exhibitor.event_id
        record("stands.messages_put_away", exhibitor.id, actor, now, event_id=where, number=number)


def _close(exhibitor: Exhibitor, now: datetime) -> int:
    still_open = (Message.exhibitor_id == exhibitor.id, Message.answered_at.is_(None))
    return row_count(db.session.execute(update(Message).where(*still_open).values(answered_at=now)))
