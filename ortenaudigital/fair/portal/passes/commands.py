"""Enter, change and take back passes, inside one transaction of the caller.

Each is a ticket that `bookings` books, changes and cancels. Rows are locked as there: limits,
ticket types, bookings, and only then the exhibitor, whose passes are counted by then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.changes import Names, cancel_tickets, change_names
from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.errors import BookingClosed, NotBookable, NotYetOpen
from ortenaudigital.bookings.groups.rules import Group, Member
from ortenaudigital.bookings.making.requests import BookingRequest
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.rules import Right, Way
from ortenaudigital.fair.applications.errors import UnknownExhibitor
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.portal.passes.errors import NoPasses, PassesClosed, PassesNotOpen
from ortenaudigital.fair.portal.passes.models import PassBooking, PassGrant
from ortenaudigital.fair.portal.passes.queries import count_passes, granted_to, list_passes
from ortenaudigital.fair.portal.passes.rules import (
    check_grant,
    check_granted,
    check_holder,
)
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import find_and_lock, insert_if_absent

OF_EXHIBITOR = Right(Way.EXHIBITOR)


@dataclass(frozen=True)
class PassRequest:
    """For whom an exhibitor wants passes.

    `request_id` is new for each form shown, the same for its repeats.
    """

    request_id: UUID
    ticket_type: str
    members: Sequence[Member]
    language: str


def enter_passes(exhibitor: Exhibitor, wanted: PassRequest, now: datetime, actor: str) -> UUID:
    """Book passes in the name of the contact; return the id of the booking.

    The same request again gets the booking that was made first. Raises PassesNotYet,
    ExhibitorErased, PassesNotOpen, PassesClosed, NoPasses, NotGranted, SoldOut and what else `book`
    says of an event.
    """
    check_holder(exhibitor.told_state, exhibitor.erased_at)
    booking_id = _book(exhibitor.event.slug, _booking_request(exhibitor, wanted), now)
    # The row of the ticket type is locked by now, and whoever else enters passes waits for it.
    _lock(exhibitor)
    check_holder(exhibitor.told_state, exhibitor.erased_at)
    mine = {"booking_id": booking_id, "exhibitor_id": exhibitor.id}
    if insert_if_absent(PassBooking, mine):
        number = len(wanted.members)
        check_granted(granted_to(exhibitor), count_passes(exhibitor.id) - number, number)
        record(
            "stands.passes_entered",
            exhibitor.id,
            actor,
            now,
            event_id=exhibitor.event_id,
            number=number,
        )
    return booking_id


def _booking_request(exhibitor: Exhibitor, wanted: PassRequest) -> BookingRequest:
    first_name, _, last_name = exhibitor.contact_name.rpartition(" ")
    return BookingRequest(
        request_id=wanted.request_id,
        ticket_type=wanted.ticket_type,
        number=len(wanted.members),
        first_name=first_name,
        last_name=last_name,
        email=exhibitor.email,
        language=wanted.language,
        right=OF_EXHIBITOR,
        group=Group(exhibitor.name, wanted.members),
    )


def _book(slug: str, request: BookingRequest, now: datetime) -> UUID:
    try:
        return book(slug, request, now)
    except NotBookable as error:
        raise NoPasses() from error
    except NotYetOpen as error:
        raise PassesNotOpen() from error
    except BookingClosed as error:
        raise PassesClosed() from error


def _lock(exhibitor: Exhibitor) -> None:
    if find_and_lock(Exhibitor, exhibitor.id) is None:
        raise UnknownExhibitor()


def rename_passes(
    exhibitor: Exhibitor, names: Mapping[UUID, str], now: datetime, actor: str
) -> int:
    """Write other names on passes, by the ids of their tickets; return how many changed.

    Raises EventOver, BookingCalledOff or BookingErased.
    """
    changed: dict[Booking, dict[int, str]] = {}
    for ticket in list_passes(exhibitor):
        name = names.get(ticket.id, ticket.name)
        if name != ticket.name:
            changed.setdefault(ticket.booking, {})[ticket.position] = name
    # In the order in which everybody locks bookings of one type.
    for booking in sorted(changed, key=lambda each: each.id):
        change_names(booking, Names(tickets=changed[booking]), now)
    number = sum(map(len, changed.values()))
    if number:
        record(
            "stands.passes_renamed",
            exhibitor.id,
            actor,
            now,
            event_id=exhibitor.event_id,
            number=number,
        )
    return number


def take_back_pass(exhibitor: Exhibitor, ticket: Ticket, now: datetime, actor: str) -> bool:
    """Cancel a pass, so that another can be entered; say whether it still was valid.

    Raises EventOver, BookingCalledOff, BookingErased, or TicketsInside for who is inside.
    """
    taken_back = cancel_tickets(ticket.booking, {ticket.position}, now)
    if taken_back:
        record(
            "stands.pass_taken_back",
            exhibitor.id,
            actor,
            now,
            event_id=exhibitor.event_id,
            ticket=ticket.short_code,
        )
    return bool(taken_back)


def grant_passes(exhibitor: Exhibitor, number: int, now: datetime, actor: str) -> bool:
    """Say how many passes an exhibitor may have; say whether it is another number.

    Raises StillNamed for fewer than bear names.
    """
    _lock(exhibitor)
    was = granted_to(exhibitor)
    if was == number:
        return False
    check_grant(number, count_passes(exhibitor.id))
    grant = db.session.get(PassGrant, exhibitor.id, populate_existing=True)
    if grant is None:
        db.session.add(PassGrant(exhibitor_id=exhibitor.id, number=number))
    else:
        grant.number = number
    record(
        "stands.passes_granted",
        exhibitor.id,
        actor,
        now,
        event_id=exhibitor.event_id,
        number=number,
        was=was,
        becomes=number,
    )
    return True
