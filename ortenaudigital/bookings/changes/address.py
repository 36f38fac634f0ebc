"""Another mail address of a booking, which takes effect once it is confirmed."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.changes.checking import check_open_to_changes
from ortenaudigital.bookings.changes.errors import SameAddress, UnknownAddressChange
from ortenaudigital.bookings.changes.letters import ADDRESS_CHANGED, CONFIRM_ADDRESS
from ortenaudigital.bookings.changes.limits import check_receiver, lock_with_types
from ortenaudigital.bookings.changes.naming import refresh_search_text
from ortenaudigital.bookings.changes.reissuing import AT_ONCE
from ortenaudigital.bookings.changes.told import is_known
from ortenaudigital.bookings.letters import CONFIRMATION
from ortenaudigital.bookings.links import address_change_key
from ortenaudigital.bookings.models import AddressChange, Booking
from ortenaudigital.bookings.rules import CONFIRM_ADDRESS_WITHIN, HOLDER, KEEP_REQUESTS
from ortenaudigital.kernel.addresses import address_key
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_row, lock
from ortenaudigital.limits.commands import Claim, take_or_refuse
from ortenaudigital.limits.rules import ASKED_LETTERS
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.queue.rules import Priority


def ask_for_address(booking: Booking, email: str, now: datetime) -> UUID:
    """Have another address confirmed by a letter to it; return the id of what waits for that.

    What waited before is void. Raises BookingErased, EventOver, BookingCalledOff, SameAddress, or
    TooMany for a mailbox that gets many letters.
    """
    check_open_to_changes(booking, now)
    if address_key(email) == address_key(booking.email):
        raise SameAddress()
    take_or_refuse(Claim(ASKED_LETTERS, email.lower()), now)
    change = _put_change(lock(booking), email, now)
    enqueue(CONFIRM_ADDRESS, _about(change.id, booking), now, AT_ONCE)
    return change.id


def _put_change(booking: Booking, email: str, now: datetime) -> AddressChange:
    """Store what waits to be confirmed, in the place of what waited before."""
    db.session.execute(
        delete(AddressChange).where(
            AddressChange.booking_id == booking.id, AddressChange.confirmed_at.is_(None)
        )
    )
    change_id = uuid4()
    values = {"id": change_id, "booking_id": booking.id, "email": email, "asked_at": now}
    insert_row(AddressChange, values | {"key_hash": fingerprint(address_change_key(change_id))})
    return db.session.get_one(AddressChange, change_id)


def get_address_change(key: str, now: datetime) -> AddressChange:
    """Return what waits for its confirmation, or had it. Raises UnknownAddressChange."""
    query = select(AddressChange).where(AddressChange.key_hash == fingerprint(key))
    change = db.session.scalar(query)
    if change is None or now >= change.asked_at + CONFIRM_ADDRESS_WITHIN:
        raise UnknownAddressChange()
    return change


def confirm_address(change: AddressChange, now: datetime) -> bool:
    """Write to the confirmed address from now on; say whether it is new.

    The former one is told, and the tickets go to the new one. Raises BookingErased, EventOver,
    BookingCalledOff, UnknownAddressChange or ReceiverHasEnough.
    """
    booking = lock_with_types(change.booking)
    check_open_to_changes(booking, now)
    # Whoever gave yet another address holds the same lock.
    query = select(AddressChange).where(AddressChange.id == change.id)
    found = db.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise UnknownAddressChange()
    if found.confirmed_at is not None:
        return False
    # Only whoever reads the new address is told how many tickets it has.
    check_receiver(booking, found.email)
    _replace(booking, found, now)
    record("bookings.address_changed", booking.id, HOLDER, now, event_id=booking.event_id)
    return True


def give_address(booking: Booking, email: str, now: datetime, actor: str) -> None:
    """Write to another address at once, as somebody gave it to organisers, who answer for it.

    The former one is told, and the tickets go to the new one. What waited to be confirmed is void.
    Raises BookingErased, EventOver, BookingCalledOff, SameAddress or ReceiverHasEnough.
    """
    booking = lock_with_types(booking)
    check_open_to_changes(booking, now)
    if address_key(email) == address_key(booking.email):
        raise SameAddress()
    check_receiver(booking, email)
    change = _put_change(booking, email, now)
    _replace(booking, change, now)
    record("bookings.address_given", booking.id, actor, now, event_id=booking.event_id)


def _replace(booking: Booking, change: AddressChange, now: datetime) -> None:
    told = is_known(booking)
    change.confirmed_at = now
    change.former_email, booking.email = booking.email, change.email
    # What is known about the former one says nothing about it.
    booking.undelivered_at = None
    refresh_search_text(booking)
    if told and change.former_email:
        enqueue(ADDRESS_CHANGED, _about(change.id, booking), now, Sending(Priority.HIGH))
    if not booking.valid_tickets:
        return
    sending = Sending(Priority.HIGH, key=f"{CONFIRMATION}:{change.id}")
    enqueue(CONFIRMATION, _about(booking.id, booking), now, sending)


def _about(subject_id: UUID, booking: Booking) -> About:
    return About(subject_id, booking.reference, booking.event_id)


def delete_address_changes(now: datetime) -> None:
    """Delete what was asked for some days ago, confirmed or not."""
    old = AddressChange.asked_at <= now - KEEP_REQUESTS
    db.session.execute(delete(AddressChange).where(old))
