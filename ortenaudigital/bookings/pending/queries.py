"""Questions about bookings that wait to be confirmed."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from ortenaudigital.bookings.pending.errors import UnknownPending
from ortenaudigital.bookings.pending.models import PendingBooking
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.sealed import SealedId


def find_pending_by_request(request_id: SealedId) -> UUID | None:
    """Find the id of what the same form asked for before."""
    return db.session.scalar(
        select(PendingBooking.id).where(PendingBooking.request_id == request_id)
    )


def get_waiting(event: str, key: str) -> PendingBooking:
    """Return what waits behind the link of whoever typed it. Raises UnknownPending."""
    return _by(PendingBooking.waiting_hash, event, key)


def get_proved(event: str, key: str) -> PendingBooking:
    """Return what waits behind the link in the letter. Raises UnknownPending."""
    return _by(PendingBooking.proof_hash, event, key)


def _by(column: InstrumentedAttribute[bytes], event: str, key: str) -> PendingBooking:
    query = select(PendingBooking).where(column == fingerprint(key))
    found = db.session.scalar(query.options(joinedload(PendingBooking.event)))
    if found is None or found.event.slug != event:
        raise UnknownPending()
    return found
