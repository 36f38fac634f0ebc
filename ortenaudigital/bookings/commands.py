"""Book tickets: the one place where places are taken, inside one transaction of its caller."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.exc import NoResultFound

from ortenaudigital.bookings.access.addresses import count_of_address
from ortenaudigital.bookings.access.uses import use_right
from ortenaudigital.bookings.errors import ConfirmFirst, EventChanged
from ortenaudigital.bookings.holds.commands import Wish, use_hold
from ortenaudigital.bookings.making.requests import BookingRequest, sealed_request
from ortenaudigital.bookings.making.storing import New, insert_booking, store_contents, write
from ortenaudigital.bookings.queries import find_booking_by_request, get_offer, kept_offer
from ortenaudigital.bookings.rules import (
    Offer,
    check_address,
    check_offer,
    for_group,
    for_invited,
    needs_confirmation,
)
from ortenaudigital.events.places import Taken, take_places
from ortenaudigital.kernel.db.rows import unanswered
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.kernel.sealed import SealedId
from ortenaudigital.limits.commands import Claim, put_back, refuse_unless, take_each
from ortenaudigital.limits.rules import UNASKED_LETTERS


def book(
    event: str,
    request: BookingRequest,
    now: datetime,
    network: Sequence[Claim] = (),
    hold: UUID | None = None,
) -> UUID:
    """Book tickets of the event with this slug; return the id of the booking.

    `network`: what whoever asks takes of the limits. `hold`: places that are held for this person,
    of which none is taken again. The same request again gets the booking that was made first.
    Raises NotYetOpen, BookingClosed, EventCancelled, NotBookable, TooManyTickets, TooMany, SoldOut,
    EventChanged, EnoughForAddress, HoldEnded for what is no longer held, what the right says of
    itself, and ConfirmFirst, before anything is stored, if the address is to be proved.
    """
    request_id = sealed_request(event, request)
    offer = kept_offer(event, request.ticket_type)
    if offer is None or not _is_open(offer, request, now):
        # What is kept may be a moment old: only what holds now refuses, and nobody who has booked.
        known = find_booking_by_request(request_id)
        if known is not None:
            return known
        offer = get_offer(event, request.ticket_type)
        check_request(offer, request, now)
    if hold is None and needs_confirmation(offer, request.right):
        raise ConfirmFirst()
    # Whoever books for somebody else's address again and again shall not fill that mailbox: from
    # the third letter of a day on, one goes out only when it is asked for on the booking's page.
    # Who comes with a hold has got a letter there already, and can use it once.
    mailbox = Claim(UNASKED_LETTERS, request.email.lower())
    taken = take_each([*network, mailbox] if hold is None else network, now)
    refuse_unless(network, taken, now)
    booking_id = uuid4()
    reference = insert_booking(booking_id, offer.event_id, request_id, request, now)
    if reference is None:
        # Someone pressed twice and the other press was first: it holds the booking by now.
        put_back(taken)
        return _first_booking(request_id)
    # Late, because on PostgreSQL it holds the row of the ticket type until the commit.
    places = _take_places(offer, event, request, now, hold)
    _count_on_right(offer, request, now)
    new = New(booking_id, reference, offer, request)
    # On PostgreSQL a twenty-fifth of a booking is saved by sending them together.
    with unanswered():
        store_contents(new, places.revisions, now)
        if hold is not None or mailbox in taken:
            write(new, now)
    return booking_id


def check_request(offer: Offer, request: BookingRequest, now: datetime) -> None:
    """Refuse what is not to be had now, or not by who asks. Raises as check_offer does."""
    check_offer(_asked(offer, request), request.number, now, request.right, request.email)


def _asked(offer: Offer, request: BookingRequest) -> Offer:
    return for_group(offer) if request.group else offer


def _is_open(offer: Offer, request: BookingRequest, now: datetime) -> bool:
    try:
        check_request(offer, request, now)
    except DomainError:
        return False
    return True


def _take_places(
    offer: Offer, event: str, request: BookingRequest, now: datetime, hold: UUID | None
) -> Taken:
    """Take the places of what was offered, if it is still the same. Raises EventChanged."""
    wish = Wish(offer.ticket_type_id, request.number)
    try:
        if hold is None:
            places = take_places(wish.ticket_type_id, wish.number)
        else:
            places = use_hold(hold, wish, now)
    except NoResultFound as error:
        raise EventChanged() from error
    if places.version != offer.version:
        # The type is locked by now: nobody changes the event any more.
        holds = get_offer(event, request.ticket_type)
        if holds.calendar_sequence != offer.calendar_sequence:
            # It would be a ticket for another day than the one offered.
            raise EventChanged()
        check_request(holds, request, now)
    return places


def _count_on_right(offer: Offer, request: BookingRequest, now: datetime) -> None:
    """Refuse more than the right or the address is good for; the type is locked by now."""
    if request.right is not None:
        use_right(request.right, offer.ticket_type_id, request.number, now)
    most = for_invited(_asked(offer, request), request.right).max_per_address
    if most is not None:
        booked = count_of_address(offer.event_id, offer.ticket_type_id, request.email)
        check_address(most, booked, request.number)


def _first_booking(request_id: SealedId) -> UUID:
    booking_id = find_booking_by_request(request_id)
    if booking_id is None:
        raise RuntimeError("no free reference was found")
    return booking_id
