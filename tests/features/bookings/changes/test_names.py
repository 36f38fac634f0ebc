"""Names of who booked and on tickets: who follows whom, and what the door learns."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.bookings.changes import COMPANION, Names, cancel_tickets, change_names
from ortenaudigital.bookings.changes.letters import CHANGED, changed
from ortenaudigital.bookings.errors import EventOver
from ortenaudigital.bookings.models import Booking
from ortenaudigital.kernel.db import transaction
from tests.factories import BOOKED_AT, make_event
from tests.features.bookings.changes.booked import anew, booked, waiting
from tests.features.outbox.written import flat, written

AFTER = datetime(2027, 10, 2, tzinfo=UTC)


def change(
    booking: Booking, names: Names, now: datetime = BOOKED_AT, actor: str = "holder"
) -> bool:
    with transaction():
        return change_names(booking, names, now, actor)


def test_tickets_without_a_name_follow_who_booked(context: Flask) -> None:
    booking = booked(make_event(), 3, companions=("Ali", ""))
    revisions = [ticket.revision for ticket in booking.tickets]
    assert change(booking, Names(holder=("Erika", "Maier")))
    found = anew(booking)
    names = [ticket.display_name for ticket in found.tickets]
    assert names == ["Erika Maier", "Ali", "Erika Maier"]
    # The phones at the door learn of both names, and of no other.
    told = [each.revision > was for each, was in zip(found.tickets, revisions, strict=True)]
    assert told == [True, False, True]
    assert "maier" in found.search_text
    assert "bookings.holder_renamed" in [entry.action for entry in list_entries(booking.id)]


def test_names_that_are_the_same_change_nothing(context: Flask) -> None:
    booking = booked(make_event(), companions=("Ali",))
    assert not change(booking, Names(holder=("Erika", "Müller"), tickets={2: "Ali"}))
    assert waiting(CHANGED) == []
    assert [entry.action for entry in list_entries(booking.id)] == ["bookings.booked"]


def test_positions_that_are_not_there_or_cancelled_are_left(context: Flask) -> None:
    booking = booked(make_event())
    with transaction():
        cancel_tickets(booking, {2}, BOOKED_AT)
    assert not change(anew(booking), Names(tickets={0: "x", 2: "Kim", 3: "y", -1: "z"}))
    assert [ticket.name for ticket in anew(booking).tickets] == ["", ""]


def test_the_history_says_who_did_it_and_no_name(context: Flask) -> None:
    booking = booked(make_event())
    change(booking, Names(tickets={2: "Kim Neumann"}), actor=COMPANION)
    entry = list_entries(booking.id)[-1]
    assert (entry.action, entry.actor) == ("bookings.ticket_renamed", "companion")
    assert entry.details == {"ticket": 2}


def test_one_letter_tells_of_all_that_changed_within_minutes(context: Flask) -> None:
    booking = booked(make_event())
    change(booking, Names(holder=("Erika", "Maier")))
    change(anew(booking), Names(tickets={2: "Kim"}), BOOKED_AT + timedelta(minutes=4))
    (letter,) = waiting(CHANGED)
    assert letter.due_at == BOOKED_AT + timedelta(minutes=5)
    text = flat(written(changed(str(booking.id))).text)
    assert "Ihr Name in der Buchung ist geändert." in text
    assert "Der Name auf Ticket 2 ist geändert." in text
    assert "Guten Tag Erika Maier," in text


def test_after_the_event_nothing_changes(context: Flask) -> None:
    booking = booked(make_event())
    with pytest.raises(EventOver):
        change(booking, Names(tickets={1: "Kim"}), AFTER)
