"""Send the tickets once more."""

from datetime import datetime

from sqlalchemy import select

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.changes.checking import check_not_erased
from ortenaudigital.bookings.changes.reissuing import AT_ONCE
from ortenaudigital.bookings.letters import CONFIRMATION
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.rules import RESEND_PERIOD, check_resendable
from ortenaudigital.kernel.db import db
from ortenaudigital.limits.commands import Claim, take_or_refuse
from ortenaudigital.outbox.commands import About, enqueue, retry
from ortenaudigital.outbox.queries import list_recent


def resend_confirmation(
    booking: Booking, now: datetime, actor: str, claim: Claim | None = None
) -> None:
    """Send the tickets once more; a letter that still waits leaves now, and no second one does.

    Only a new letter costs the claim. Raises BookingErased, JustSent, SentOften or TooMany.
    """
    check_not_erased(booking, now)
    if not booking.email:
        return
    # Whoever else wants the same at this moment waits here, and then sees our letter.
    db.session.execute(select(Booking.id).where(Booking.id == booking.id).with_for_update())
    last = list_recent(CONFIRMATION, booking.id, now - RESEND_PERIOD)
    check_resendable(now, [letter.created_at for letter in last if letter.state == "sent"])
    record("bookings.confirmation_resent", booking.id, actor, now, event_id=booking.event_id)
    waiting = [letter for letter in last if letter.state == "waiting"]
    if waiting:
        retry(waiting[-1].id, now)
    else:
        if claim is not None:
            take_or_refuse(claim, now)
        enqueue(CONFIRMATION, About(booking.id, booking.reference, booking.event_id), now, AT_ONCE)
