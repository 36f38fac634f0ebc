"""Book tickets: the one place where places are taken, inside one transaction of its caller."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.exc import NoResultFound

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.access.addresses import count_of_address
from ortenaudigital.bookings.access.uses import columns_of, use_right
from ortenaudigital.bookings.errors import ConfirmFirst, EventChanged
from ortenaudigital.bookings.groups.commands import ask_to_send, store_group
from ortenaudigital.bookings.groups.rules import Group
from ortenaudigital.bookings.holds.commands import Wish, use_hold
from ortenaudigital.bookings.letters import CONFIRMATION
from ortenaudigital.bookings.links import booking_key, ticket_code
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.needs.commands import store_needs
from ortenaudigital.bookings.needs.rules import Needs
from ortenaudigital.bookings.queries import find_booking_by_request, get_offer, kept_offer
from ortenaudigital.bookings.questions.commands import store_answers
from ortenaudigital.bookings.questions.rules import Given
from ortenaudigital.bookings.rules import (
    Offer,
    Right,
    check_address,
    check_offer,
    for_group,
    for_invited,
    needs_confirmation,
)
from ortenaudigital.events.places import Taken, take_places
from ortenaudigital.events.sections.questions.kinds import Need
from ortenaudigital.kernel.addresses import address_key
from ortenaudigital.kernel.codes import fingerprint, random_reference
from ortenaudigital.kernel.db.rows import insert_if_absent, insert_rows, unanswered
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.kernel.sealed import SealedId, seal
from ortenaudigital.kernel.text import name_key, search_text
from ortenaudigital.limits.commands import Claim, put_back, refuse_unless, take_each
from ortenaudigital.limits.rules import UNASKED_LETTERS
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.queue.rules import Priority

REFERENCE_DRAWS = 8
HOLDER = "holder"


@dataclass(frozen=True)
class BookingRequest:
    """What someone asks for. `request_id` is new for each form shown, the same for its repeats."""

    request_id: UUID
    ticket_type: str
    number: int
    first_name: str
    last_name: str
    email: str
    language: str
    companions: tuple[str, ...] = ()
    # Told with consent, given when it is booked.
    needs: Needs | None = None
    # To the questions of the ticket type, by their keys.
    answers: Mapping[str, Given] = field(default_factory=dict)
    # By what it is asked for, if not everyone may.
    right: Right | None = None
    # Whom it is for, if somebody books for many by a list.
    group: Group | None = None


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


@dataclass(frozen=True)
class New:
    """A booking that was inserted just now, and has no tickets yet."""

    id: UUID
    reference: str
    offer: Offer
    request: BookingRequest
    # By whom, with what the history shall know besides.
    actor: str = HOLDER
    details: Mapping[str, Any] = field(default_factory=dict)


def store_contents(new: New, revisions: range, now: datetime) -> None:
    """Store tickets, answers and needs of a booking, and that it was made."""
    request, type_id = new.request, new.offer.ticket_type_id
    tickets = _tickets(new.id, type_id, request, revisions)
    insert_rows(Ticket, tickets)
    if request.needs:
        store_needs(new.id, request.needs, now)
    if request.answers:
        store_answers(new.id, type_id, new.offer.questions, request.answers)
    if request.group:
        store_group(new.id, request.group, [ticket["id"] for ticket in tickets])
    more = {"event_id": new.offer.event_id, "tickets": request.number}
    record("bookings.booked", new.id, new.actor, now, **more, **new.details)


def write(new: New, now: datetime) -> None:
    """Write the letter that brings the tickets."""
    about = About(new.id, new.reference, new.offer.event_id)
    enqueue(CONFIRMATION, about, now, Sending(Priority.HIGH, key=f"{CONFIRMATION}:{new.id}"))
    if new.request.group and any(new.request.group.emails):
        ask_to_send(about, now)


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


def sealed_request(event: str, request: BookingRequest) -> SealedId:
    """Seal the id of a request with all that was asked for but the language it was asked in.

    Whoever takes a form that was sent before and changes a name books anew.
    """
    asked_for = (event, request.ticket_type, request.number)
    # A phone may write the same address with a capital the next time.
    email = request.email.lower()
    needs = request.needs
    who = (request.first_name, request.last_name, email, needs.other if needs else "")
    said = [str(need) for need in needs.kinds if need is not Need.OTHER] if needs else []
    said += [text for key in sorted(request.answers) for text in (key, *request.answers[key])]
    if request.group:
        said += ["group", request.group.organisation, *request.group.emails]
    return seal("booking form", request.request_id, *asked_for, *_names(request), *who, *said)


def _first_booking(request_id: SealedId) -> UUID:
    booking_id = find_booking_by_request(request_id)
    if booking_id is None:
        raise RuntimeError("no free reference was found")
    return booking_id


def insert_booking(
    booking_id: UUID, event_id: int, request_id: SealedId, request: BookingRequest, now: datetime
) -> str | None:
    """Insert the booking; return its reference, or None if the request was booked before."""
    for _ in range(REFERENCE_DRAWS):
        reference = random_reference()
        values = {
            "id": booking_id,
            "event_id": event_id,
            "reference": reference,
            "request_id": request_id,
            "key_hash": fingerprint(booking_key(booking_id)),
            "language": request.language,
            "first_name": request.first_name,
            "last_name": request.last_name,
            "email": request.email,
            "address_key": address_key(request.email) if request.email else "",
            "search_text": _search_text(request, reference),
            "sort_name": name_key(request.last_name, request.first_name),
            "ticket_count": request.number,
            "created_at": now,
            **columns_of(request.right),
        }
        if insert_if_absent(Booking, values):
            return reference
        if find_booking_by_request(request_id) is not None:
            return None
    return None


def _search_text(request: BookingRequest, reference: str) -> str:
    group = request.group
    others = [*group.names, group.organisation] if group else request.companions
    names = [request.first_name, request.last_name, *others]
    return search_text(*names, request.email, reference)


def _names(request: BookingRequest) -> list[str]:
    """Return the names on the tickets in their order; an empty one is that of who books."""
    if request.group:
        return request.group.names
    names = ["", *request.companions][: request.number]
    return names + [""] * (request.number - len(names))


def _tickets(
    booking_id: UUID, ticket_type_id: int, request: BookingRequest, revisions: range
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    named = zip(_names(request), revisions, strict=True)
    for position, (name, revision) in enumerate(named, start=1):
        ticket_id = uuid4()
        rows.append(
            {
                "id": ticket_id,
                "booking_id": booking_id,
                "ticket_type_id": ticket_type_id,
                "position": position,
                "name": name,
                "code_hash": fingerprint(ticket_code(ticket_id, 0)),
                "revision": revision,
            }
        )
    return rows
