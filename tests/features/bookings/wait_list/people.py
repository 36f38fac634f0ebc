"""Who waits in the tests, and what they do."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.holds.worker import release_overdue
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.bookings.wait_list.commands import WaitRequest, join
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.worker import look_at_all, offer_freed
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.queries import list_letters_about
from tests.factories import BOOKED_AT, make_booking, make_event

LATER = BOOKED_AT + timedelta(minutes=1)


def wait_request(**changes: Any) -> WaitRequest:
    values: dict[str, Any] = {
        "request_id": uuid4(),
        "ticket_type": "buergerticket",
        "number": 1,
        "first_name": "Wanda",
        "last_name": "Wartet",
        "email": f"wanda-{uuid4().hex[:8]}@example.org",
        "language": "de",
    }
    return WaitRequest(**(values | changes))


def wait(event: Event, now: datetime = BOOKED_AT, **changes: Any) -> UUID:
    """Put somebody on the wait list; return the id of the entry."""
    request = wait_request(**changes)
    with transaction():
        join(event.slug, request, now)
    return find(request.mailbox)


def find(mailbox: str) -> UUID:
    db.session.rollback()
    query = select(WaitListEntry.id).where(WaitListEntry.mailbox == mailbox)
    return db.session.scalars(query.order_by(WaitListEntry.created_at.desc())).first()  # type: ignore[return-value]  # found


def entry(entry_id: UUID) -> WaitListEntry:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(WaitListEntry, entry_id)


def full_event(size: int = 3, **changes: Any) -> tuple[Event, list[Booking]]:
    """Make an event of so many places, each of which has been booked by somebody."""
    event = make_event(quota=size, **changes)
    return event, [make_booking(event, email=f"b{n}@example.org") for n in range(size)]


def cancel(booking_id: UUID, now: datetime = LATER) -> None:
    with transaction():
        cancel_tickets(get_booking(booking_id), set(range(1, 7)), now)


def rounds(now: datetime = LATER) -> None:
    """Let the worker do all its rounds."""
    release_overdue(lambda: now)
    offer_freed(lambda: now)
    look_at_all(lambda: now)


def letters(entry_id: UUID) -> list[str]:
    db.session.rollback()
    kinds = [each.kind for each in list_letters_about(str(entry_id))]
    return [each.removeprefix("bookings.wait_list_") for each in kinds]
