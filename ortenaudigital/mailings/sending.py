"""Send a letter to many, hold it up, stop it: each inside one transaction of the caller.

The row of the mailing is locked first, by whoever changes its state and by the worker, which writes
its letters a portion at a time.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from ortenaudigital.kernel.db import db
from ortenaudigital.mailings.choosing import Choice
from ortenaudigital.mailings.drafts import locked, note
from ortenaudigital.mailings.errors import NobodyChosen, NumberDiffers
from ortenaudigital.mailings.models import Mailing, MailingRecipient
from ortenaudigital.mailings.queries import STOPPED
from ortenaudigital.mailings.rules import UNDER_WAY, MailingState, check_complete
from ortenaudigital.outbox.commands import end_batch, hold_batch


@dataclass(frozen=True)
class Confirmed:
    """What somebody said yes to: the letter as shown, to so many, now or at a moment."""

    version: int
    number: int | None
    due_at: datetime | None = None


def release(
    mailing: Mailing, choice: Choice, confirmed: Confirmed, now: datetime, actor: str
) -> None:
    """Settle who gets the letter, and let it leave, at once or at its moment.

    Raises ChangedMeanwhile, GermanMissing, HalfWritten, NobodyChosen or NumberDiffers.
    """
    mailing = locked(mailing, confirmed.version, MailingState.DRAFT)
    check_complete(mailing.by_language)
    choice.store(mailing.id)
    mailing.recipients, mailing.left_out = _count(mailing)
    if not mailing.recipients:
        raise NobodyChosen()
    if mailing.recipients != confirmed.number:
        raise NumberDiffers(number=mailing.recipients)
    mailing.selected_at, mailing.due_at, mailing.reached = now, confirmed.due_at, 0
    later = confirmed.due_at is not None
    _become(mailing, MailingState.SCHEDULED if later else MailingState.SENDING)
    details = {"number": mailing.recipients, "left_out": mailing.left_out}
    note(mailing, "scheduled" if later else "sent", now, actor, **details)


def withdraw(mailing: Mailing, now: datetime, actor: str) -> None:
    """Make a letter that waits for its moment a draft again. Raises ChangedMeanwhile."""
    mailing = locked(mailing, None, MailingState.SCHEDULED)
    of_mailing = MailingRecipient.mailing_id == mailing.id
    db.session.execute(delete(MailingRecipient).where(of_mailing))
    mailing.recipients = mailing.left_out = 0
    mailing.selected_at = mailing.due_at = None
    mailing.counted = mailing.counted_at = None
    _become(mailing, MailingState.DRAFT)
    note(mailing, "withdrawn", now, actor)


def pause(mailing: Mailing, now: datetime, actor: str) -> None:
    """Let no more letters leave but what is in the worker's hand. Raises ChangedMeanwhile."""
    mailing = locked(mailing, None, MailingState.SENDING)
    _become(mailing, MailingState.PAUSED)
    hold_batch(mailing.batch, None)
    note(mailing, "paused", now, actor)


def resume(mailing: Mailing, now: datetime, actor: str) -> None:
    """Go on. Raises ChangedMeanwhile."""
    mailing = locked(mailing, None, MailingState.PAUSED)
    _become(mailing, MailingState.SENDING)
    hold_batch(mailing.batch, now)
    note(mailing, "resumed", now, actor)


def stop(mailing: Mailing, now: datetime, actor: str) -> None:
    """Write to nobody any more who has no letter yet, for good. Raises ChangedMeanwhile."""
    mailing = locked(mailing, None, *UNDER_WAY)
    _become(mailing, MailingState.STOPPED)
    mailing.finished_at = now
    end_batch(mailing.batch, STOPPED)
    note(mailing, "stopped", now, actor)


def _become(mailing: Mailing, state: MailingState) -> None:
    mailing.state = state
    mailing.version += 1
    db.session.flush()


def _count(mailing: Mailing) -> tuple[int, int]:
    of_mailing = MailingRecipient.mailing_id == mailing.id
    reached = func.count().filter(MailingRecipient.left_out.is_(None))
    row = db.session.execute(select(reached, func.count()).where(of_mailing)).one()
    return row[0], row[1] - row[0]
