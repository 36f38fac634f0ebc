"""Which personal data letters hold: what their subject is called, and what mail servers say."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select, update

from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import row_count
from ortenaudigital.kernel.personal import Going, Holder, columns_of, tables
from ortenaudigital.outbox.models import Letter, LetterState
from ortenaudigital.outbox.queries import list_letters_about
from ortenaudigital.queue import commands as queue


class LettersHolder(Holder):
    """The outbox. Whoever writes letters about a subject lets them be forgotten with it."""

    columns = {
        **columns_of(
            "letter",
            erased="label last_error",
            no_person="kind unique_key state message_id subject_id batch",
        ),
        # Written by organisers for all guests.
        **columns_of("letter_text", published="kind language subject introduction closing"),
        **columns_of("letter_switch", no_person="kind"),
        # Addresses are taken out before it is stored.
        **columns_of("mail_trouble", no_person="reason"),
    }
    of_event = tables("letter letter_text letter_switch")

    def erase_event(self, going: Going) -> int:
        """Delete some letters first: what waits shall not leave while the rest goes."""
        of_event = select(Letter.id).where(Letter.event_id == going.event_id)
        gone = delete(Letter).where(Letter.id.in_(of_event.limit(going.most)))
        return row_count(db.session.execute(gone))


def letters_about(subject: str) -> list[dict[str, Any]]:
    """Return which letters about a subject were written, and what became of them."""
    return [
        {
            "kind": letter.kind,
            "written_at": letter.created_at,
            "state": letter.state,
            "sent_at": letter.sent_at,
        }
        for letter in list_letters_about(subject)
    ]


def forget_letters(subjects: Sequence[str], label: str | None = None) -> None:
    """Send nothing more about subjects, and keep only that something was sent.

    Mail servers repeat the address when they refuse a letter. `label` stands in the place of one
    that names somebody.
    """
    about = Letter.subject_id.in_(subjects)
    waiting = select(Letter.id).where(about, Letter.state == LetterState.WAITING)
    queue.end(Letter, db.session.scalars(waiting).all(), LetterState.DROPPED)
    values = {"last_error": None} if label is None else {"last_error": None, "label": label}
    db.session.execute(update(Letter).where(about).values(values))
