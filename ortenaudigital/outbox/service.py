"""Put letters into the outbox, hand them out to a worker, note what came of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import make_msgid
from uuid import UUID

from flask import current_app
from sqlalchemy import delete, select, update

from ortenaudigital.db import db, insert_row
from ortenaudigital.errors import NotFound
from ortenaudigital.outbox.models import Letter, LetterState
from ortenaudigital.outbox.rules import gives_up, retry_delay

MOST_IN_A_STATEMENT = 1000


def enqueue(kind: str, subject_id: UUID | int, label: str, now: datetime) -> None:
    """Write a letter into the outbox; it leaves only after the transaction is committed."""
    values = {
        # Fixed here, so that a repeat after a crash is the same letter for every mail program.
        "message_id": make_msgid(domain=current_app.config["MAIL_DOMAIN"]),
        "kind": kind,
        "subject_id": str(subject_id),
        "label": label,
        "created_at": now,
        "due_at": now,
    }
    insert_row(Letter, values)


def claim_next(now: datetime, lease: timedelta) -> Letter | None:
    """Take the letter that has been due longest; no one else gets it before the lease ends.

    A worker that dies keeps nothing: its letter is due again when the lease is over.
    """
    query = (
        select(Letter)
        .where(Letter.state == LetterState.WAITING, Letter.due_at <= now)
        .order_by(Letter.due_at, Letter.id)
        .limit(1)
        # SQLite ignores it: there the transaction holds the only write lock anyway.
        .with_for_update(skip_locked=True)
    )
    letter = db.session.scalar(query)
    if letter is not None:
        letter.due_at = now + lease
    return letter


def mark_sent(letter_id: int, now: datetime) -> None:
    """Note that the mail server took a letter."""
    values = {"state": LetterState.SENT, "sent_at": now, "last_error": None}
    db.session.execute(update(Letter).where(Letter.id == letter_id).values(values))


def mark_dropped(letter_id: int, reason: str) -> None:
    """Note that a letter has no one to go to any more."""
    values = {"state": LetterState.DROPPED, "last_error": reason}
    db.session.execute(update(Letter).where(Letter.id == letter_id).values(values))


def mark_failed(letter_id: int, error: str, permanent: bool, now: datetime) -> None:
    """Note a failure of this letter: it waits longer each time, and gives up at last."""
    letter = get_letter(letter_id)
    letter.attempts += 1
    letter.last_error = error
    if gives_up(letter.attempts, permanent):
        letter.state = LetterState.FAILED
    else:
        letter.due_at = now + retry_delay(letter.attempts)


def hand_back(letter_id: int, error: str, now: datetime) -> None:
    """Give a claimed letter back untried, because the mail server cannot be reached."""
    values = {"due_at": now, "last_error": error}
    db.session.execute(update(Letter).where(Letter.id == letter_id).values(values))


def delete_letters(subject_ids: Sequence[str]) -> None:
    """Delete the letters about subjects that are no more."""
    for start in range(0, len(subject_ids), MOST_IN_A_STATEMENT):
        some = subject_ids[start : start + MOST_IN_A_STATEMENT]
        db.session.execute(delete(Letter).where(Letter.subject_id.in_(some)))


def retry(letter_id: int, now: datetime) -> Letter:
    """Make a failed or waiting letter due now. Raises NotFound."""
    letter = get_letter(letter_id)
    if letter.state in (LetterState.FAILED, LetterState.WAITING):
        letter.state = LetterState.WAITING
        letter.attempts = 0
        letter.due_at = now
    return letter


def get_letter(letter_id: int) -> Letter:
    """Return a letter. Raises NotFound."""
    letter = db.session.get(Letter, letter_id)
    if letter is None:
        raise NotFound()
    return letter
