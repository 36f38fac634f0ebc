"""Put letters into the outbox, hand them out to a worker, note what came of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import make_msgid
from uuid import UUID

from flask import current_app
from sqlalchemy import ColumnElement, delete, or_, select, update

from ortenaudigital.kernel.db import db, insert_row, row_count
from ortenaudigital.kernel.errors import NotFound
from ortenaudigital.outbox.models import Letter, LetterState
from ortenaudigital.outbox.rules import gives_up, retry_delay

MOST_IN_A_STATEMENT = 1000
MOST_REASON = 500


def enqueue(
    kind: str, subject_id: UUID | int, label: str, now: datetime, event_id: int | None = None
) -> None:
    """Write a letter into the outbox; it leaves only after the transaction is committed."""
    values = {
        # Fixed here, so that a repeat after a crash is the same letter for every mail program.
        "message_id": make_msgid(domain=current_app.config["MAIL_DOMAIN"]),
        "kind": kind,
        "subject_id": str(subject_id),
        "label": label,
        "event_id": event_id,
        "created_at": now,
        "due_at": now,
    }
    insert_row(Letter, values)


def claim_next(now: datetime, lease: timedelta) -> Letter | None:
    """Take the letter that has been due longest; no one else gets it before the lease ends.

    A worker that dies keeps nothing: its letter is due again when the lease is over. Letters of
    the same kind about the same subject that are due as well would say the same: they are dropped.
    """
    query = (
        select(Letter)
        .where(Letter.state == LetterState.WAITING, Letter.due_at <= now, _in_no_hand(now))
        .order_by(Letter.due_at, Letter.id)
        .limit(1)
        # SQLite ignores it: there the transaction holds the only write lock anyway.
        .with_for_update(skip_locked=True)
    )
    letter = db.session.scalar(query)
    if letter is not None:
        letter.claimed_until = now + lease
        _drop_repeats_of(letter, now)
    return letter


def _in_no_hand(now: datetime) -> ColumnElement[bool]:
    return or_(Letter.claimed_until.is_(None), Letter.claimed_until <= now)


def _drop_repeats_of(letter: Letter, now: datetime) -> None:
    repeats = (
        select(Letter.id)
        .where(
            Letter.subject_id == letter.subject_id,
            Letter.kind == letter.kind,
            Letter.id != letter.id,
            Letter.state == LetterState.WAITING,
            Letter.due_at <= now,
            _in_no_hand(now),
        )
        .with_for_update(skip_locked=True)
    )
    ids = db.session.scalars(repeats).all()
    if ids:
        _note(ids, state=LetterState.DROPPED, last_error="said by another letter")


def renew(letter_id: int, until: datetime) -> None:
    """Keep a letter in hand for longer, because the mail server takes its time."""
    _note([letter_id], claimed_until=until)


def mark_sent(letter_id: int, now: datetime) -> None:
    """Note that the mail server took a letter."""
    _note(
        [letter_id],
        only_waiting=False,
        state=LetterState.SENT,
        sent_at=now,
        last_error=None,
        claimed_until=None,
    )


def mark_dropped(letter_id: int, reason: str) -> None:
    """Note that a letter has no one to go to any more."""
    _note([letter_id], state=LetterState.DROPPED, last_error=reason, claimed_until=None)


def mark_failed(letter_id: int, error: str, permanent: bool, now: datetime, tries: int = 1) -> None:
    """Note a failure of this letter: it waits longer each time, and gives up at last."""
    letter = get_letter(letter_id)
    if letter.state != LetterState.WAITING:
        # Its lease ran out, and another worker had more luck.
        return
    letter.attempts += tries
    letter.last_error = readable(error)
    letter.claimed_until = None
    if gives_up(letter.attempts, permanent):
        letter.state = LetterState.FAILED
    else:
        letter.due_at = now + retry_delay(letter.attempts)


def hand_back(letter_id: int, error: str, due_at: datetime | None = None) -> None:
    """Give a claimed letter back, because the mail server takes none: it costs no attempt.

    It keeps its place unless it is put off.
    """
    _note([letter_id], last_error=readable(error), claimed_until=None)
    if due_at is not None:
        _note([letter_id], due_at=due_at)


def _note(letter_ids: Sequence[int], only_waiting: bool = True, **values: object) -> None:
    statement = update(Letter).where(Letter.id.in_(letter_ids))
    if only_waiting:
        statement = statement.where(Letter.state == LetterState.WAITING)
    db.session.execute(statement.values(values))


def readable(reason: str) -> str:
    """Make a reason one line that every database keeps."""
    printable = "".join(char for char in " ".join(reason.split()) if char.isprintable())
    return printable[:MOST_REASON]


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


def retry_failed(now: datetime, event_id: int | None = None) -> int:
    """Make all failed letters due now, or those of one event; return how many."""
    statement = update(Letter).where(Letter.state == LetterState.FAILED)
    if event_id is not None:
        statement = statement.where(Letter.event_id == event_id)
    values = {"state": LetterState.WAITING, "attempts": 0, "due_at": now}
    return row_count(db.session.execute(statement.values(values)))


def get_letter(letter_id: int) -> Letter:
    """Return a letter. Raises NotFound."""
    letter = db.session.get(Letter, letter_id)
    if letter is None:
        raise NotFound()
    return letter
