"""Hold places until an address is confirmed: inside one transaction of the caller."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from pydantic import TypeAdapter
from sqlalchemy import delete, select, update

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.commands import book, check_request
from ortenaudigital.bookings.holds.commands import Wish, hold_places, release_holds
from ortenaudigital.bookings.holds.errors import HoldEnded
from ortenaudigital.bookings.holds.models import HoldPurpose
from ortenaudigital.bookings.making.requests import BookingRequest, sealed_request
from ortenaudigital.bookings.pending.letters import CONFIRM_ADDRESS
from ortenaudigital.bookings.pending.links import proof_key, waiting_key
from ortenaudigital.bookings.pending.models import PendingBooking
from ortenaudigital.bookings.pending.queries import find_pending_by_request
from ortenaudigital.bookings.pending.rules import confirm_until
from ortenaudigital.bookings.queries import get_offer
from ortenaudigital.bookings.rules import Offer
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent
from ortenaudigital.kernel.sealed import SealedId
from ortenaudigital.limits.commands import Claim, refuse_unless, take_each
from ortenaudigital.limits.rules import CONFIRM_LETTERS
from ortenaudigital.outbox.commands import About, Sending, delete_letters, enqueue
from ortenaudigital.queue.rules import Priority

_REQUESTS = TypeAdapter(BookingRequest)
# What is left of a request once it is a booking.
_NOTHING = {"email": "", "request": {}}


def ask_to_confirm(
    event: str, request: BookingRequest, now: datetime, network: Sequence[Claim] = ()
) -> UUID:
    """Hold places and write to the address; return the id of what waits.

    The same request again is the same. Raises what check_offer does, SoldOut, and TooMany, also
    for an address that got such letters all day.
    """
    request_id = sealed_request(event, request)
    known = find_pending_by_request(request_id)
    if known is not None:
        return known
    offer = get_offer(event, request.ticket_type)
    check_request(offer, request, now)
    # Nobody shall fill a stranger's mailbox, or hold all places with one address.
    claims = [*network, Claim(CONFIRM_LETTERS, request.email.lower())]
    refuse_unless(claims, take_each(claims, now), now)
    until = confirm_until(now, [offer.booking_closes_at, offer.type_ends_at])
    pending_id = uuid4()
    if not insert_if_absent(PendingBooking, _row(pending_id, offer, request, request_id, now)):
        return find_pending_by_request(request_id) or pending_id
    wish = Wish(offer.ticket_type_id, request.number)
    hold_id = hold_places(wish, HoldPurpose.CONFIRMATION, until, now)
    values = {"hold_id": hold_id, "until": until}
    db.session.execute(update(PendingBooking).where(PendingBooking.id == pending_id).values(values))
    sending = Sending(Priority.HIGH, key=f"{CONFIRM_ADDRESS}:{pending_id}")
    enqueue(CONFIRM_ADDRESS, About(pending_id, "", offer.event_id), now, sending)
    return pending_id


def _row(
    pending_id: UUID, offer: Offer, request: BookingRequest, request_id: SealedId, now: datetime
) -> dict[str, object]:
    return {
        "id": pending_id,
        "event_id": offer.event_id,
        "ticket_type_id": offer.ticket_type_id,
        "request_id": request_id,
        "waiting_hash": fingerprint(waiting_key(pending_id)),
        "proof_hash": fingerprint(proof_key(pending_id)),
        "email": request.email,
        "language": request.language,
        "request": _REQUESTS.dump_python(request, mode="json"),
        "created_at": now,
        "until": now,
    }


def confirm(pending: PendingBooking, now: datetime) -> UUID:
    """Book what was asked for, with the places that are held; return the id of the booking.

    Pressing twice books once. Raises HoldEnded when the time is over, and what `book` does.
    """
    if pending.booking_id is not None:
        return pending.booking_id
    if now >= pending.until or pending.hold_id is None:
        raise HoldEnded()
    request = _REQUESTS.validate_python(pending.request)
    booking_id = book(pending.event.slug, request, now, hold=pending.hold_id)
    done = {**_NOTHING, "booking_id": booking_id}
    db.session.execute(update(PendingBooking).where(PendingBooking.id == pending.id).values(done))
    record("bookings.address_proved", booking_id, "holder", now, event_id=pending.event_id)
    return booking_id


def disown(pending: PendingBooking, now: datetime) -> None:
    """Give the places back at the wish of who owns the address, and never asked for them."""
    drop([pending.id], now)


def drop(ids: Collection[UUID], now: datetime) -> int:
    """Delete what nobody confirmed, and give its places back; return how many."""
    unconfirmed = (PendingBooking.id.in_(ids), PendingBooking.booking_id.is_(None))
    holds = db.session.scalars(select(PendingBooking.hold_id).where(*unconfirmed)).all()
    # First, since it locks the ticket types, as who confirms does before all else.
    release_holds([each for each in holds if each is not None], now)
    gone = delete(PendingBooking).where(*unconfirmed).returning(PendingBooking.id)
    deleted = db.session.scalars(gone).all()
    delete_letters([str(each) for each in deleted])
    return len(deleted)


def list_overdue(now: datetime, most: int) -> Sequence[UUID]:
    """List what was not confirmed in time."""
    over = (PendingBooking.until <= now, PendingBooking.booking_id.is_(None))
    return db.session.scalars(select(PendingBooking.id).where(*over).limit(most)).all()
