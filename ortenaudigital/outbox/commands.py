"""Put letters into the outbox, hand them out to a worker, note what came of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import make_msgid
from uuid import UUID

from blinker import Signal
from flask import current_app
from sqlalchemy import delete, select, update

from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.errors import NotFound
from ortenaudigital.outbox.models import HELD_UP, Letter, LetterState
from ortenaudigital.outbox.queries import LetterFilter
from ortenaudigital.outbox.rules import PATIENCE
from ortenaudigital.queue import commands as queue
from ortenaudigital.queue.queries import is_claimable
from ortenaudigital.queue.rules import Priority

# Sent inside the transaction that notes that a letter did not arrive, with `kind` and `subject_id`.
undelivered = Signal()

MOST_IN_A_STATEMENT = 1000
MOST_REASON = 500


@dataclass(frozen=True)
class About:
    """What a letter is about: the row it is written from, its name in lists, and the event."""

    subject_id: UUID | int
    label: str
    event_id: int | None = None


@dataclass(frozen=True)
class Sending:
    """How a letter is sent: before or after which others, with which, when, and if only once."""

    priority: Priority = Priority.NORMAL
    batch: str | None = None
    key: str | None = None
    due_at: datetime | None = None


ORDINARY = Sending()


def enqueue(kind: str, about: About, now: datetime, sending: Sending = ORDINARY) -> bool:
    """Write a letter into the outbox; it leaves only after the transaction is committed.

    A second one with the same key is not written: then the answer is False.
    """
    values = {
        # Fixed here, so that a repeat after a crash is the same letter for every mail program.
        "message_id": make_msgid(domain=current_app.config["MAIL_DOMAIN"]),
        "kind": kind,
        "subject_id": str(about.subject_id),
        "label": about.label,
        "event_id": about.event_id,
        "priority": sending.priority,
        "batch": sending.batch,
        "unique_key": sending.key,
        "created_at": now,
        "due_at": sending.due_at or now,
    }
    return queue.put(Letter, values)


def claim_next(now: datetime, lease: timedelta, by_batch: Collection[str] = ()) -> Letter | None:
    """Take the letter that comes first; no one else gets it before the lease ends.

    Letters of the same kind about the same subject that are due as well would say the same: they
    are dropped. Those of the kinds `by_batch` say what their batch does.
    """
    letter = queue.claim(Letter, now, lease)
    if letter is not None:
        _drop_repeats_of(letter, now, letter.kind in by_batch)
    return letter


def _drop_repeats_of(letter: Letter, now: datetime, by_batch: bool) -> None:
    repeats = select(Letter.id).where(
        Letter.subject_id == letter.subject_id,
        Letter.kind == letter.kind,
        Letter.id != letter.id,
        is_claimable(Letter, now),
    )
    if by_batch:
        repeats = repeats.where(Letter.batch == letter.batch)
    repeats = repeats.with_for_update(skip_locked=True)
    ids = db.session.scalars(repeats).all()
    if ids:
        queue.end(Letter, ids, LetterState.DROPPED, last_error="said by another letter")


def renew(letter_id: int, until: datetime) -> None:
    """Keep a letter in hand for longer, because the mail server takes its time."""
    queue.renew(Letter, letter_id, until)


def mark_sent(letter_id: int, now: datetime) -> None:
    """Note that the mail server took a letter, whatever was noted about it meanwhile."""
    sent = {"state": LetterState.SENT, "sent_at": now, "last_error": None, "claimed_until": None}
    db.session.execute(update(Letter).where(Letter.id == letter_id).values(sent))


def mark_dropped(letter_id: int, reason: str) -> None:
    """Note that a letter has no one to go to any more."""
    queue.end(Letter, [letter_id], LetterState.DROPPED, last_error=reason)


def mark_failed(letter_id: int, error: str, permanent: bool, now: datetime, tries: int = 1) -> None:
    """Note a failure of this letter: it waits longer each time, and gives up at last."""
    letter = get_letter(letter_id)
    if letter.state != LetterState.WAITING:
        # Its lease ran out, and another worker had more luck.
        return
    letter.attempts += tries
    letter.last_error = readable(error)
    queue.back_off(letter, PATIENCE, now, permanent)


def mark_refused(
    letter_id: int, error: str, now: datetime, *, permanent: bool, tries: int = 1
) -> None:
    """Note that the mail server did not take a letter; if for good, others hear of it."""
    mark_failed(letter_id, error, permanent, now, tries)
    letter = get_letter(letter_id)
    if permanent and letter.state == LetterState.FAILED:
        undelivered.send(Letter, kind=letter.kind, subject_id=letter.subject_id)


def hand_back(letter_id: int, error: str, due_at: datetime | None = None) -> None:
    """Give a claimed letter back, because the mail server takes none: it costs no attempt.

    It keeps its place unless it is put off.
    """
    queue.hand_back(Letter, letter_id, due_at, last_error=readable(error))


def put_off(letter_id: int, due_at: datetime) -> None:
    """Give a claimed letter back, to be tried at a moment: there is nothing wrong with it."""
    queue.hand_back(Letter, letter_id, due_at)


def hold_batch(batch: str, until: datetime | None) -> None:
    """Hold up what waits of a batch, without an end if none is given; they lose no attempt."""
    waiting = (Letter.batch == batch, Letter.state == LetterState.WAITING)
    db.session.execute(update(Letter).where(*waiting).values(due_at=until or HELD_UP))


def end_batch(batch: str, reason: str) -> None:
    """Drop what waits of a batch; what is in a worker's hand leaves, if it has left by then."""
    waiting = (Letter.batch == batch, Letter.state == LetterState.WAITING)
    dropped = {"state": LetterState.DROPPED, "claimed_until": None, "last_error": reason}
    db.session.execute(update(Letter).where(*waiting).values(dropped))


def readable(reason: str) -> str:
    """Make a reason one line that every database keeps."""
    printable = "".join(char for char in " ".join(reason.split()) if char.isprintable())
    return printable[:MOST_REASON]


def delete_letters(subject_ids: Sequence[str]) -> None:
    """Delete the letters about subjects that are no more."""
    for start in range(0, len(subject_ids), MOST_IN_A_STATEMENT):
        some = subject_ids[start : start + MOST_IN_A_STATEMENT]
        db.session.execute(delete(Letter).where(Letter.subject_id.in_(some)))


def retry(letter_id: int, now: datetime, events: Collection[int] | None = None) -> Letter:
    """Make a failed or waiting letter due now, if it is of one of the events. Raises NotFound."""
    letter = get_letter(letter_id)
    if events is not None and letter.event_id not in events:
        raise NotFound()
    if letter.state in (LetterState.FAILED, LetterState.WAITING):
        letter.state = LetterState.WAITING
        letter.attempts = 0
        letter.due_at = now
        # What came back counts as gone only when it has left once more.
        letter.sent_at = None
    return letter


def retry_failed(
    now: datetime, wanted: LetterFilter | None = None, last_id: int | None = None
) -> int:
    """Make failed letters due now, all or those that are wanted; return how many.

    What came back is left alone. `last_id`: those that failed since somebody looked are, too.
    """
    conditions = [] if wanted is None else wanted.conditions()
    if last_id is not None:
        conditions.append(Letter.id <= last_id)
    return queue.put_back(Letter, now, Letter.sent_at.is_(None), *conditions)


def get_letter(letter_id: int) -> Letter:
    """Return a letter. Raises NotFound."""
    letter = db.session.get(Letter, letter_id)
    if letter is None:
        raise NotFound()
    return letter
