"""Find bookings by any part of a name, an address or a reference, by way of trigrams.

A code of a ticket, or the link of one or of a booking, finds what it is of.
"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
    union,
)
from sqlalchemy.orm import aliased

from ortenaudigital.bookings.models import Booking, BookingSearch, RetiredCode, Ticket
from ortenaudigital.bookings.rules import Listed, read_short_code
from ortenaudigital.kernel.codes import fingerprint, read_code
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.text import fold

TRIGRAM = 3
# What FTS5 finds cancelled bookings by, written by the triggers that keep their words.
CANCELLED = "⊘⊘⊘"
_trigrams = table("booking_trigram", column("rowid"))
_former = aliased(Booking)
_numbered = table("booking_search", column("number"), column("event_id")).alias("numbered")
_ENDS = [select(end(_numbered.c.number)) for end in (func.min, func.max)]
OF_STATE: dict[Listed, ColumnElement[bool]] = {
    Listed.VALID: Booking.cancelled_at.is_(None),
    Listed.CANCELLED: Booking.cancelled_at.is_not(None),
    Listed.UNDELIVERED: Booking.undelivered_at.is_not(None),
}


def find_bookings(
    words: str,
    most: int,
    event_id: int | None = None,
    state: Listed = Listed.ALL,
    where: Collection[ColumnElement[bool]] = (),
) -> Sequence[UUID]:
    """Return the ids of the bookings that all words find, the newest first, so many at most.

    `where`: what else must hold of a booking.
    """
    return db.session.scalars(select_found(words, event_id, state, where).limit(most)).all()


def select_found(
    words: str,
    event_id: int | None,
    state: Listed,
    where: Collection[ColumnElement[bool]] = (),
) -> Select[UUID]:
    """Select the ids of the bookings that all words find, the newest first: see find_bookings."""
    query = select(BookingSearch.booking_id).order_by(BookingSearch.number.desc())
    if event_id is not None:
        query = query.where(BookingSearch.event_id == event_id)
    of_state = [OF_STATE[state]] if state in OF_STATE else []
    if of_state or where:
        query = _with_booking(query).where(*of_state, *where)
    return _matching(query, words, state, event_id)


def find_addresses(booking_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the addresses of bookings that have one."""
    query = select(Booking.id, Booking.email).where(Booking.id.in_(booking_ids))
    return dict(db.session.execute(query.where(Booking.email != "")).all())


def find_references(booking_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the references of bookings."""
    query = select(Booking.id, Booking.reference).where(Booking.id.in_(booking_ids))
    return dict(db.session.execute(query).all())


def _with_booking(query: Select[Any]) -> Select[Any]:
    return query.join(Booking, Booking.id == BookingSearch.booking_id)


def _matching(query: Select[Any], words: str, state: Listed, event_id: int | None) -> Select[Any]:
    wanted = []
    for word in words.replace(",", " ").split():
        if typed := read_short_code(word):
            query = query.where(BookingSearch.booking_id.in_(_of_ticket(*typed)))
        elif code := read_code(word):
            query = query.where(BookingSearch.booking_id.in_(_of_code(code)))
        else:
            wanted += fold(word).split()
    if not wanted:
        return query
    if db.engine.dialect.name != "sqlite":
        return _by_pg_trgm(query, wanted)
    # Else each booking that the words find would be looked at: of a million tickets, for 110 ms.
    query = _by_fts5(query, [*wanted, CANCELLED] if state is Listed.CANCELLED else wanted)
    return query if event_id is None else query.where(*_between_first_and_last(event_id))


def _of_ticket(reference: str, position: int) -> Select[UUID]:
    there = Booking.tickets.any(Ticket.position == position)
    # Since it was merged, that ticket is in another booking, with another number.
    into = Booking.id.in_(
        select(_former.merged_into_id).where(
            _former.reference == reference, _former.merged_into_id.is_not(None)
        )
    )
    return select(Booking.id).where(or_((Booking.reference == reference) & there, into))


def _of_code(code: str) -> CompoundSelect[UUID]:
    own = fingerprint(code)
    ticket = select(Ticket.booking_id)
    former = ticket.join(RetiredCode, RetiredCode.ticket_id == Ticket.id)
    return union(
        ticket.where(Ticket.code_hash == own),
        former.where(RetiredCode.code_hash == own),
        select(Booking.id).where(Booking.key_hash == own),
    )


def _piece(word: str) -> str:
    """Return what must stand in the text: a short word is the beginning of one."""
    return word.rjust(TRIGRAM)


def _by_fts5(query: Select[Any], words: Sequence[str]) -> Select[Any]:
    phrases = " ".join('"' + _piece(word).replace('"', '""') + '"' for word in words)
    matching = literal_column("booking_trigram").op("MATCH", is_comparison=True)(phrases)
    # Read backwards from the newest, and no further than wanted.
    query = query.select_from(_trigrams).where(_trigrams.c.rowid == BookingSearch.number, matching)
    return query.order_by(None).order_by(_trigrams.c.rowid.desc())


def _between_first_and_last(event_id: int) -> list[ColumnElement[bool]]:
    """Have FTS5 leave out what was booked of other events before and after this one.

    Beside 50 others of 2,000 tickets a search took up to twice as long without it.
    """
    # By a question each: SQLite finds either end in the index, but not both at once.
    first, last = (end.where(_numbered.c.event_id == event_id).scalar_subquery() for end in _ENDS)
    return [_trigrams.c.rowid >= first, _trigrams.c.rowid <= last]


def _by_pg_trgm(query: Select[Any], words: Sequence[str]) -> Select[Any]:
    # A plan for any words at all would not use the index; this one is made for these, each time.
    db.session.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))
    pieces = (BookingSearch.words.contains(_piece(word), autoescape=True) for word in words)
    return query.where(*pieces)


def forget_trigrams() -> None:
    """Drop what FTS5 still keeps of texts that are no more; PostgreSQL tidies up by itself."""
    if db.engine.dialect.name == "sqlite":
        optimize = "INSERT INTO booking_trigram (booking_trigram) VALUES ('optimize')"
        db.session.execute(text(optimize))
