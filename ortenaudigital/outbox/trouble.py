"""What keeps all letters waiting: noted by the worker, read by organisers and the doctor."""

import re
from datetime import datetime

from sqlalchemy import delete, select, update

from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent
from ortenaudigital.outbox.models import Letter, LetterState, MailTrouble

ONLY = 1
_ADDRESS = re.compile(r"<?[^\s<>]+@[^\s<>]+>?")


def without_addresses(reason: str) -> str:
    """Take out whom a letter was for: servers repeat it."""
    return _ADDRESS.sub("…", reason)


def note_trouble(reason: str, now: datetime) -> None:
    """Note that the mail server takes no letters, and since when."""
    reason = without_addresses(reason)
    values = {"id": ONLY, "since": now, "last_at": now, "reason": reason}
    if not insert_if_absent(MailTrouble, values):
        db.session.execute(update(MailTrouble).values(last_at=now, reason=reason))


def clear_trouble() -> None:
    """Note that the mail server takes letters again."""
    db.session.execute(delete(MailTrouble))


def find_trouble() -> MailTrouble | None:
    """Return what keeps all letters waiting, or None; with none waiting it keeps nobody."""
    waiting = select(Letter.id).where(Letter.state == LetterState.WAITING).exists()
    return db.session.scalar(
        select(MailTrouble).where(waiting).execution_options(populate_existing=True)
    )
