"""That a change is confirmed by a letter, and that no mailbox is filled with them."""

from datetime import datetime, timedelta

from sqlalchemy import select

from ortenaudigital.bookings.changes.letters import CHANGED
from ortenaudigital.bookings.letters import CANCELLATION, CONFIRMATION
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.rules import COMPANION, HOLDER
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import lock
from ortenaudigital.limits.commands import Claim, take
from ortenaudigital.limits.rules import CHANGE_LETTERS
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.outbox.queries import list_recent, was_written

# Whoever changes one thing often changes another: the letter waits for it.
COLLECTED = {CHANGED: timedelta(minutes=5), CANCELLATION: timedelta()}
# When a mailbox had many of them today, one letter a day tells the rest.
OFTEN = timedelta(days=1)
# Longer than any transaction of ours: a letter that is due later tells of what we write now.
AT_LEAST = timedelta(seconds=10)


def due_of_letter(
    booking: Booking, kind: str, now: datetime, actor: str = HOLDER
) -> datetime | None:
    """Say when a letter about a change is due; None if nobody is to be told.

    Call it before anything is locked, since it takes from the limit of the mailbox. Nobody is told
    of a booking that no letter was ever written about: whoever made it may have typed the address
    of somebody else, and would fill that mailbox by making and cancelling bookings. Organisers
    do no such thing: what they change is told, and takes from no limit.
    """
    own = actor in (HOLDER, COMPANION)
    if not booking.email or (own and not is_known(booking)):
        return None
    waiting = _waiting(booking, kind, now)
    if waiting is not None:
        return waiting
    free = not own or take(Claim(CHANGE_LETTERS, booking.email.lower()), now)
    return now + (COLLECTED[kind] if free else OFTEN)


def is_known(booking: Booking) -> bool:
    """Say whether the tickets were ever sent to the address of a booking, or wait to be."""
    query = select(was_written(CONFIRMATION, Booking.id)).where(Booking.id == booking.id)
    return bool(db.session.scalar(query))


def _waiting(booking: Booking, kind: str, now: datetime) -> datetime | None:
    found = [each.due_at for each in list_recent(kind, booking.id, now) if each.state == "waiting"]
    return next((due for due in found if due >= now + AT_LEAST), None)


def tell(booking: Booking, kind: str, due_at: datetime | None, now: datetime) -> None:
    """Write the letter about a change, unless one that waits will tell of it too."""
    if due_at is None:
        return
    # Two who change something at the same moment share a letter.
    lock(booking)
    if _waiting(booking, kind, now) is None:
        about = About(booking.id, booking.reference, booking.event_id)
        enqueue(kind, about, now, Sending(due_at=due_at))
