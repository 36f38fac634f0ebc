"""Which personal data waits to be confirmed; it is gone within hours."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select

from ortenaudigital.bookings.pending.commands import drop, list_overdue
from ortenaudigital.bookings.pending.models import PendingBooking
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.personal import Due, Finding, Holder, Person, Request, columns_of, tables
from ortenaudigital.outbox.privacy import letters_about


class PendingHolder(Holder):
    """What was asked for with an address that is not proved. Nothing of it can be corrected."""

    columns = {
        **columns_of(
            "pending_booking",
            deleted="email request",
            no_person="waiting_hash proof_hash language",
        ),
    }
    of_event = tables("pending_booking")

    def find(self, person: Person) -> Iterator[Finding]:
        """Find what was asked for with the address."""
        near = select(PendingBooking).where(person.may_have(PendingBooking.email))
        for pending in db.session.scalars(near.order_by(PendingBooking.created_at)):
            if person.has(pending.email):
                yield Finding(
                    key=f"pending:{pending.id}",
                    label=f"booking to be confirmed, {pending.event.title}",
                    data={
                        "event": pending.event.title,
                        "asked_for": pending.request,
                        "asked_at": pending.created_at,
                        "deleted_at_the_latest": pending.until,
                        "letters": letters_about(str(pending.id)),
                    },
                    ids=(pending.id,),
                    subjects=frozenset({str(pending.id)}),
                )

    def erase(self, request: Request) -> None:
        """Delete what was not confirmed, and give its places back."""
        ids = request.ids("pending")
        if ids:
            drop(ids, request.now)

    def count_due(self, until: datetime) -> int:
        """Count what was not confirmed in time."""
        over = (PendingBooking.until <= until, PendingBooking.booking_id.is_(None))
        return db.session.scalar(select(func.count()).where(*over)) or 0

    def erase_due(self, due: Due) -> int:
        """Delete what was not confirmed in time."""
        return drop(list_overdue(due.until, due.most), due.now)
