"""Book for somebody who calls. Inside one transaction of the caller."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import update

from ortenaudigital.bookings.access.addresses import count_of_address
from ortenaudigital.bookings.by_phone.errors import NeedsReason
from ortenaudigital.bookings.by_phone.rules import Barrier, Beyond, barriers_of
from ortenaudigital.bookings.changes import refresh_search_text
from ortenaudigital.bookings.groups.models import BookingGroup
from ortenaudigital.bookings.making.requests import BookingRequest, sealed_request
from ortenaudigital.bookings.making.storing import New, insert_booking, store_contents, write
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.notes.commands import start_notes
from ortenaudigital.bookings.queries import find_booking_by_request, get_booking, get_offer
from ortenaudigital.bookings.rules import Offer
from ortenaudigital.events.errors import QuotaFull
from ortenaudigital.events.places import Taken, grant_places, take_places
from ortenaudigital.events.revisions import next_revisions
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_row


@dataclass(frozen=True)
class Call:
    """What somebody asks for on the phone, and what whoever answers it writes down.

    `beyond`: given if it shall be booked although guests could not.
    """

    wanted: BookingRequest
    organisation: str = ""
    note: str = ""
    beyond: Beyond | None = None


def book_for(event: str, call: Call, now: datetime, actor: str) -> UUID:
    """Book for somebody who calls; return the id of the booking. No limits are taken.

    The same request again gets the booking that was made first. With an address the tickets go
    there; without one no letter is ever written. Raises NeedsReason for what guests could not book,
    what `barriers_of` raises, and DayFull: nobody gets past what the house holds.
    """
    wanted = call.wanted
    request_id = sealed_request(event, wanted)
    type_id = get_offer(event, wanted.ticket_type).ticket_type_id
    # From here on nobody takes places of the type, changes it, or makes the same booking.
    next_revisions(type_id)
    known = find_booking_by_request(request_id)
    if known is not None:
        return known
    offer = get_offer(event, wanted.ticket_type)
    barriers, places = _take_places(offer, call, now)
    booking_id = uuid4()
    reference = insert_booking(booking_id, offer.event_id, request_id, wanted, now)
    if reference is None:
        raise RuntimeError("no free reference was found")
    details = {"beyond": [each.value for each in barriers]} if barriers else {}
    new = New(booking_id, reference, offer, wanted, actor, {"by_phone": True, **details})
    store_contents(new, places.revisions, now)
    if call.organisation:
        row = {"booking_id": booking_id, "organisation": call.organisation}
        insert_row(BookingGroup, row)
        # By whom it is for it shall be found as well.
        refresh_search_text(get_booking(booking_id))
    of_team = update(Booking).where(Booking.id == booking_id).values(by_organiser=True)
    db.session.execute(of_team)
    start_notes(booking_id, call.note, call.beyond.reason if call.beyond and barriers else "", now)
    if wanted.email:
        write(new, now)
    return booking_id


def _take_places(offer: Offer, call: Call, now: datetime) -> tuple[list[Barrier], Taken]:
    """Take places; beyond those there are only if that was decided. Raises as `book_for` does."""
    wanted, type_id = call.wanted, offer.ticket_type_id
    barriers = barriers_of(offer, wanted.number, now)
    if _has_enough(offer, wanted):
        barriers.append(Barrier.ADDRESS)
    try:
        places = take_places(type_id, wanted.number)
    except QuotaFull:
        places = None
        barriers.append(Barrier.FULL)
    if barriers and not (call.beyond and call.beyond.covers(barriers)):
        raise NeedsReason(barriers)
    if places is None:
        grant_places(type_id, wanted.number)
        places = take_places(type_id, wanted.number)
    return barriers, places


def _has_enough(offer: Offer, wanted: BookingRequest) -> bool:
    most = offer.max_per_address
    if most is None or not wanted.email:
        return False
    booked = count_of_address(offer.event_id, offer.ticket_type_id, wanted.email)
    return booked + wanted.number > most
