"""What a run cancelled is taken back as a whole, and nothing else with it."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select, update

from ortenaudigital.bookings.access.errors import (
    CodeEnded,
    CodeForFewer,
    CodeUsedUp,
    CodeWithdrawn,
    InvitationForFewer,
    InvitationUsedUp,
    InvitationWithdrawn,
)
from ortenaudigital.bookings.bulk import commands as bulk
from ortenaudigital.bookings.bulk.commands import Wanted, begin
from ortenaudigital.bookings.bulk.errors import OtherNumber
from ortenaudigital.bookings.bulk.exports import reason_words
from ortenaudigital.bookings.bulk.models import BulkRun
from ortenaudigital.bookings.bulk.rules import Deed, Outcome
from ortenaudigital.bookings.bulk.undoing import preview_undo, select_undoable
from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.changes.letters import CHANGED
from ortenaudigital.bookings.letters import CANCELLATION
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.organising.moving import Move, move_tickets
from ortenaudigital.events.models import Event, Quota
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, make_booking, make_event
from tests.features.bookings.bulk.runs import OLGA, go_on, letters, outcomes, start, taken

EVENT = "ortenau-digital-2027"


@pytest.fixture
def event(context: Flask) -> Event:
    event = make_event()
    for number in range(3):
        make_booking(event, email=f"{number}@example.org")
    return event


def undo(run_id: int, number: int) -> int:
    with transaction():
        run = db.session.get_one(BulkRun, run_id)
        meant = select_undoable(run)
        wanted = Wanted(run.deed, meant, number, uuid4(), undoes=run)
        return begin(db.session.get_one(Event, run.event_id), wanted, BOOKED_AT, OLGA)


def valid() -> list[str]:
    query = select(Booking.email).join(Booking.tickets).where(Ticket.cancelled_at.is_(None))
    found = sorted(db.session.scalars(query.order_by(Booking.email)))
    db.session.rollback()
    return found


def test_what_a_run_cancelled_is_valid_again_and_nothing_else(event: Event) -> None:
    pair = make_booking(event, email="pair@example.org", number=2)
    with transaction():
        cancel_tickets(pair, {2}, BOOKED_AT - timedelta(days=1))
    before = valid()
    run_id = start(event, Deed.CANCEL_QUIETLY, 4)
    go_on()
    assert valid() == []
    with pytest.raises(OtherNumber):
        undo(run_id, 3)
    undone = undo(run_id, 4)
    go_on()
    assert outcomes(undone) == {Outcome.DONE: 4}
    assert valid() == before
    assert taken() == len(before)
    # The one letter is about the ticket that a guest gave back.
    assert (letters(CANCELLATION), letters(CHANGED)) == (1, 0)
    with pytest.raises(OtherNumber):
        undo(run_id, 4)


def test_who_finds_no_place_stays_cancelled(event: Event) -> None:
    run_id = start(event, Deed.CANCEL, 3)
    go_on()
    with transaction():
        db.session.execute(update(Quota).values(size=Quota.taken + 2))
    found = preview_undo(get_event(EVENT), db.session.get_one(BulkRun, run_id))
    assert (found.number, found.lacking) == (3, 1)
    undone = undo(run_id, 3)
    go_on()
    assert outcomes(undone) == {Outcome.DONE: 2, Outcome.REFUSED: 1}
    assert len(valid()) == 2
    assert letters(CHANGED) == 2


def test_what_opened_a_type_and_does_no_more_is_named(context: Flask) -> None:
    codes = [
        *(CodeEnded.code, CodeWithdrawn.code, CodeUsedUp.code, CodeForFewer.code),
        *(InvitationWithdrawn.code, InvitationUsedUp.code, InvitationForFewer.code),
    ]
    assert reason_words("another") not in {reason_words(each) for each in codes}


def types_of(email: str) -> list[str]:
    db.session.rollback()
    booking = db.session.scalars(select(Booking).where(Booking.email == email)).unique().one()
    return [each.ticket_type.slug for each in booking.valid_tickets]


def free_places(slug: str, number: int) -> None:
    with transaction():
        kind = next(each for each in get_event(EVENT).ticket_types if each.slug == slug)
        quota = db.session.get_one(Quota, kind.quota_id)
        quota.size = quota.taken + number


def test_an_exchange_is_taken_back_where_nothing_else_happened(event: Event) -> None:
    citizens, both = (each.slug for each in event.ticket_types)
    mixed = "mixed@example.org"
    make_booking(event, email=mixed, number=2)

    def move(email: str, position: int, wanted: str, at: datetime = BOOKED_AT) -> None:
        with transaction():
            here = get_event(EVENT)
            kind = next(each for each in here.ticket_types if each.slug == wanted)
            found = db.session.scalars(select(Booking).where(Booking.email == email)).unique().one()
            move_tickets(found, Move({position}, kind), at, OLGA)

    move(mixed, 2, both, BOOKED_AT - timedelta(days=1))
    run_id = start(event, Deed.MOVE, 4, move=bulk.Move(event.ticket_types[1]))
    go_on()
    assert types_of(mixed) == [both, both]
    with transaction():
        gone = select(Booking).where(Booking.email == "0@example.org")
        cancel_tickets(db.session.scalars(gone).unique().one(), {1}, BOOKED_AT)
    move("1@example.org", 1, citizens)
    free_places(citizens, 1)
    found = preview_undo(get_event(EVENT), db.session.get_one(BulkRun, run_id))
    assert (found.number, found.lacking) == (2, 1)
    undone = undo(run_id, 2)
    go_on()
    assert outcomes(undone) == {Outcome.DONE: 1, Outcome.REFUSED: 1}
    free_places(citizens, 1)
    # What was refused can be taken back later; of what is mixed only what the run moved.
    again = undo(run_id, 2 if types_of(mixed)[0] == citizens else 1)
    go_on()
    assert outcomes(again)[Outcome.DONE] == 1
    assert types_of("2@example.org") == [citizens]
    assert types_of(mixed) == [citizens, both]
    assert letters(CHANGED) > 0
