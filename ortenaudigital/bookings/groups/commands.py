"""Store a group, and send each of its people their own ticket: inside one transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.groups.letters import GROUP_SENDING, GROUP_TICKET
from ortenaudigital.bookings.groups.models import BookingGroup, GroupGuest
from ortenaudigital.bookings.groups.queries import list_addressed
from ortenaudigital.bookings.groups.rules import Group
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.rules import HOLDER
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_row, insert_rows, row_count
from ortenaudigital.limits.commands import Claim, take_each
from ortenaudigital.limits.rules import UNASKED_LETTERS
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.queue.rules import Priority


def store_group(booking_id: UUID, group: Group, ticket_ids: Sequence[UUID]) -> None:
    """Store who booked for whom; `ticket_ids` in the order of the list."""
    insert_row(BookingGroup, {"booking_id": booking_id, "organisation": group.organisation})
    guests = [
        {"ticket_id": ticket_id, "email": email}
        for ticket_id, email in zip(ticket_ids, group.emails, strict=True)
        if email
    ]
    if guests:
        insert_rows(GroupGuest, guests)


def ask_to_send(about: About, now: datetime) -> None:
    """Write to who booked how the tickets go to each person of the group."""
    sending = Sending(Priority.HIGH, key=f"{GROUP_SENDING}:{about.subject_id}")
    enqueue(GROUP_SENDING, about, now, sending)


def send_to_each(booking: Booking, now: datetime) -> int:
    """Write to each person of a group who has an address, once; return to how many.

    Whoever got letters of strangers today already is left out: who booked has the ticket too.
    """
    guarded = (
        update(BookingGroup)
        .where(BookingGroup.booking_id == booking.id, BookingGroup.sent_at.is_(None))
        .values(sent_at=now)
        .execution_options(synchronize_session=False)
    )
    if not row_count(db.session.execute(guarded)):
        return 0
    addressed = list_addressed(booking)
    claims = {email: Claim(UNASKED_LETTERS, email.lower()) for _, email in addressed}
    taken = set(take_each(list(claims.values()), now))
    batch = f"{GROUP_TICKET}:{booking.id}"
    number = 0
    for ticket, email in addressed:
        if claims[email] in taken:
            sending = Sending(Priority.NORMAL, batch, key=f"{GROUP_TICKET}:{ticket.id}")
            about = About(ticket.id, booking.reference, booking.event_id)
            number += enqueue(GROUP_TICKET, about, now, sending)
    record(
        "bookings.group_sent", booking.id, HOLDER, now, event_id=booking.event_id, letters=number
    )
    return number


def delete_groups(booking_ids: Sequence[UUID]) -> None:
    """Forget for whom somebody booked, and where these are written to."""
    tickets = select(Ticket.id).where(Ticket.booking_id.in_(booking_ids))
    db.session.execute(delete(GroupGuest).where(GroupGuest.ticket_id.in_(tickets)))
    db.session.execute(delete(BookingGroup).where(BookingGroup.booking_id.in_(booking_ids)))
