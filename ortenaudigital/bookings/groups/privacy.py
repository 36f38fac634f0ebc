"""Which personal data groups are: where people are written to who did not book themselves."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, delete, exists, func, select

from ortenaudigital.bookings.groups.commands import delete_groups
from ortenaudigital.bookings.groups.models import BookingGroup, GroupGuest
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.events.rules import DEFAULT_LANGUAGE
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.personal import Due, Finding, Holder, Person, Request, columns_of, tables


class GroupsHolder(Holder):
    """The addresses of people in groups; what else is kept goes with the booking."""

    columns = {
        **columns_of("booking_group", deleted="organisation"),
        **columns_of("group_guest", deleted="email"),
    }
    of_event = tables("booking_group group_guest")

    def find(self, person: Person) -> Iterator[Finding]:
        """Find tickets in groups that went to the address of a person."""
        near = select(GroupGuest, Ticket).join(Ticket, Ticket.id == GroupGuest.ticket_id)
        near = near.where(person.may_have(GroupGuest.email))
        for guest, ticket in db.session.execute(near):
            if person.has(guest.email):
                yield _finding(guest, ticket)

    def correct(self, request: Request) -> None:
        """Write the right address."""
        if request.correction.email is None:
            return
        for ticket_id in request.ids("group_guest"):
            guest = db.session.get(GroupGuest, ticket_id)
            if guest is not None:
                guest.email = request.correction.email

    def erase(self, request: Request) -> None:
        """Delete the address; the ticket itself is found by the name on it."""
        ids = request.ids("group_guest")
        db.session.execute(delete(GroupGuest).where(GroupGuest.ticket_id.in_(ids)))

    def count_due(self, until: datetime) -> int:
        """Count the groups whose bookings name nobody any more."""
        return db.session.scalar(select(func.count()).select_from(_due(until).subquery())) or 0

    def erase_due(self, due: Due) -> int:
        """Delete what is left of groups whose bookings name nobody any more."""
        ids = db.session.scalars(_due(due.until).limit(due.most)).all()
        delete_groups(ids)
        return len(ids)


def _due(until: datetime) -> Select[UUID]:
    erased = exists().where(Booking.id == BookingGroup.booking_id, Booking.erased_at <= until)
    return select(BookingGroup.booking_id).where(erased)


def _finding(guest: GroupGuest, ticket: Ticket) -> Finding:
    title = ticket.ticket_type.title
    return Finding(
        key=f"group_guest:{ticket.short_code}",
        label=f"ticket in the booking of a group, {ticket.booking.event.title}",
        data={
            "event": ticket.booking.event.title,
            "number": ticket.short_code,
            "name": ticket.name,
            "email": guest.email,
            "kind": title.get(DEFAULT_LANGUAGE) or ticket.ticket_type.slug,
        },
        ids=(ticket.id,),
        names=frozenset({ticket.name} if ticket.name else ()),
        subjects=frozenset({str(ticket.id)}),
    )
