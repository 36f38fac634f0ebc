"""The round of the worker that writes the letters of a mailing into the outbox.

Each portion is one transaction, and says how far it came: killed in between, the worker goes on
there. It writes no further ahead than is sent soon, so that a pause holds at once.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from ortenaudigital.bookings.models import Booking
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.db.rows import find_and_lock
from ortenaudigital.mailings.letters import KINDS
from ortenaudigital.mailings.models import Mailing, MailingRecipient
from ortenaudigital.mailings.queries import key_of, list_due
from ortenaudigital.mailings.rules import Audience, MailingState
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.outbox.queries import count_waiting
from ortenaudigital.queue.rules import Priority

PORTION = 500
MOST_WAITING = 2000


def write_mailings(clock: Callable[[], datetime]) -> None:
    """Write letters of all mailings that are due, as many as are wanted in the outbox by now."""
    now = clock()
    for mailing_id in list_due(now):
        more = True
        while more:
            with transaction():
                more = write_next(mailing_id, now)
            db.session.remove()
    db.session.rollback()


def write_next(mailing_id: int, now: datetime) -> bool:
    """Write the next portion; say whether there may be another one."""
    mailing = find_and_lock(Mailing, mailing_id)
    if mailing is None or not _is_due(mailing, now):
        return False
    mailing.state = MailingState.SENDING
    waiting = count_waiting(mailing.batch)
    if waiting > MOST_WAITING - PORTION:
        return False
    rows = _next(mailing)
    for row in rows:
        _enqueue(mailing, row, now)
    if rows:
        mailing.reached = rows[-1].id
    elif not waiting:
        mailing.state, mailing.finished_at = MailingState.DONE, now
    return bool(rows)


def _is_due(mailing: Mailing, now: datetime) -> bool:
    if mailing.state is MailingState.SCHEDULED:
        return mailing.due_at is not None and mailing.due_at <= now
    return mailing.state is MailingState.SENDING


def _next(mailing: Mailing) -> Sequence[Any]:
    recipient = (
        MailingRecipient.id,
        MailingRecipient.booking_id,
        MailingRecipient.exhibitor_id,
    )
    if mailing.audience is Audience.GUESTS:
        query = select(*recipient, Booking.reference.label("label"))
        query = query.join(Booking, Booking.id == MailingRecipient.booking_id)
    else:
        query = select(*recipient, Exhibitor.name.label("label"))
        query = query.join(Exhibitor, Exhibitor.id == MailingRecipient.exhibitor_id)
    left = (MailingRecipient.mailing_id == mailing.id, MailingRecipient.id > mailing.reached)
    query = query.where(*left, MailingRecipient.left_out.is_(None))
    return db.session.execute(query.order_by(MailingRecipient.id).limit(PORTION)).all()


def _enqueue(mailing: Mailing, row: Any, now: datetime) -> None:
    about = About(row.booking_id or row.exhibitor_id, row.label, mailing.event_id)
    sending = Sending(Priority.BULK, mailing.batch, key_of(row.id))
    enqueue(KINDS[mailing.audience], about, now, sending)
