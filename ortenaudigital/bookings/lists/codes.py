"""Codes among the words of a search: of a ticket, a booking, an invitation, or to book by."""

from sqlalchemy import ColumnElement, select, union_all

from ortenaudigital.bookings.access.models import Invitation
from ortenaudigital.bookings.access.queries import find_code
from ortenaudigital.bookings.access.rules import read_typed_code
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.codes import fingerprint, read_code
from ortenaudigital.kernel.db import db


def split_codes(event: Event, words: str) -> tuple[str, list[ColumnElement[bool]]]:
    """Return the words that are no codes, and what a booking must be for those that are.

    A code can be a whole address too, as a scanner reads it. What could be a code to book by may
    as well be a name: it is one if the event has no such code.
    """
    rest, found = [], []
    for word in words.split():
        if code := read_code(word):
            found.append(_of_secret(fingerprint(code)))
        elif (typed := read_typed_code(word)) and (access := find_code(event, typed)):
            found.append(Booking.access_code_id == access.id)
        else:
            rest.append(word)
    return " ".join(rest), found


def _of_secret(code_hash: bytes) -> ColumnElement[bool]:
    """Look up whose code it is: within the search, each booking would be asked for it."""
    of_invitation = select(Invitation.id).where(Invitation.key_hash == code_hash)
    query = union_all(
        select(Booking.id).where(Booking.key_hash == code_hash),
        select(Ticket.booking_id).where(Ticket.code_hash == code_hash),
        select(Booking.id).where(Booking.invitation_id.in_(of_invitation)),
    )
    return Booking.id.in_(db.session.scalars(query).all())
