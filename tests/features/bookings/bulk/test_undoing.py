"""What a run cancelled is taken back as a whole, and nothing else with it."""

from datetime import timedelta
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
from ortenaudigital.events.models import Event, Quota
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, make_booking, make_event
from tests.features.bookings.bulk.runs import OLGA, go_on, letters, outcomes, start, taken


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
    found = preview_undo(get_event("ortenau-digital-2027"), db.session.get_one(BulkRun, run_id))
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
