"""Note that letters did not arrive, inside one transaction of the caller."""

from sqlalchemy import select, update

from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import row_count
from ortenaudigital.outbox.bounces.rules import Bounce
from ortenaudigital.outbox.commands import readable, undelivered
from ortenaudigital.outbox.models import Letter, LetterState
from ortenaudigital.outbox.trouble import without_addresses


def note_bounce(bounce: Bounce) -> bool:
    """Note that a letter of ours came back; say whether it is one, and was not known to be."""
    query = select(Letter).where(Letter.message_id.in_(bounce.message_ids))
    letter = db.session.scalars(query.limit(1)).one_or_none()
    if letter is None:
        return False
    gone = update(Letter).where(Letter.id == letter.id, Letter.state == LetterState.SENT)
    values = {"state": LetterState.FAILED, "last_error": readable(without_addresses(bounce.reason))}
    if not row_count(db.session.execute(gone.values(values))):
        return False
    undelivered.send(Letter, kind=letter.kind, subject_id=letter.subject_id)
    return True
