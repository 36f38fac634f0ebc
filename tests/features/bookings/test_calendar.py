"""The entry in the calendar: the same for every program, also when it is called off."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from icalendar import Calendar

from ortenaudigital.bookings import letters
from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.documents import calendar_file
from ortenaudigital.bookings.links import booking_url
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.organising.moving import Move, move_tickets
from ortenaudigital.bookings.organising.restoring import Restoring, restore_tickets
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, make_booking, make_event

LONGEST_LINE_OCTETS = 75


def read(content: bytes) -> Calendar:
    return Calendar.from_ical(content)


def entries(content: bytes) -> dict[Any, Any]:
    return {str(entry["uid"]): entry for entry in read(content).walk("VEVENT")}


def cancel(booking: Booking, *positions: int) -> None:
    with transaction():
        cancel_tickets(booking, set(positions), BOOKED_AT)


def add_ticket_for_both_days(booking: Booking) -> None:
    """Give a booking of the second day one more ticket, which admits to both."""
    both = next(kind for kind in booking.event.ticket_types if kind.slug == "fachticket")
    with transaction():
        ticket = Ticket(
            id=uuid4(),
            booking_id=booking.id,
            ticket_type_id=both.id,
            position=9,
            code_hash=b"9" * 32,
        )
        db.session.add(ticket)
        both.quota.taken += 1
    db.session.expire(booking)


def enclosed_calendar(letter: Any) -> Any:
    (found,) = (part for part in letter.enclosures if part.content_type == "text/calendar")
    return found


def test_a_cancelled_booking_takes_its_entry_out_of_the_calendar(context: Flask) -> None:
    booking = make_booking(make_event(), number=2)
    before = read(calendar_file(booking, BOOKED_AT))
    (entered,) = before.walk("VEVENT")
    assert before["method"] == "PUBLISH"
    assert entered["status"] == "CONFIRMED"

    cancel(booking, 1, 2)

    after = read(calendar_file(booking, BOOKED_AT))
    (removed,) = after.walk("VEVENT")
    assert after["method"] == "CANCEL"
    assert removed["status"] == "CANCELLED"
    assert removed["uid"] == entered["uid"]
    assert removed["sequence"] > entered["sequence"]
    assert removed["dtstart"].dt == entered["dtstart"].dt


def test_what_comes_back_or_moves_is_newer_than_what_was_called_off(context: Flask) -> None:
    booking = make_booking(make_event())
    (was,) = entries(calendar_file(booking, BOOKED_AT)).values()
    cancel(booking, 1)
    (removed,) = entries(calendar_file(booking, BOOKED_AT)).values()
    with transaction():
        restore_tickets(booking, Restoring({1}), BOOKED_AT, "olga")
    (back,) = entries(calendar_file(booking, BOOKED_AT)).values()
    assert [str(each["status"]) for each in (was, removed, back)] == [
        *("CONFIRMED", "CANCELLED", "CONFIRMED")
    ]
    assert was["sequence"] < removed["sequence"] < back["sequence"]


def test_a_day_that_an_exchanged_ticket_no_longer_admits_to_is_called_off(context: Flask) -> None:
    booking = make_booking(make_event())
    second, both = booking.event.ticket_types
    for kind, states in ((both, ["CONFIRMED", "CONFIRMED"]), (second, ["CANCELLED", "CONFIRMED"])):
        with transaction():
            move_tickets(booking, Move({1}, kind), BOOKED_AT, "olga")
        found = entries(calendar_file(booking, BOOKED_AT)).values()
        assert [str(each["status"]) for each in found] == states
    assert {int(each["sequence"]) for each in found} == {2}


def test_the_letter_of_a_cancellation_encloses_it(context: Flask) -> None:
    booking = make_booking(make_event())
    confirmation = letters.confirmation(str(booking.id))
    assert confirmation is not None
    invited = enclosed_calendar(confirmation)
    assert invited.parameters == {"method": "PUBLISH"}

    cancel(booking, 1)

    letter = letters.cancellation(str(booking.id))
    assert letter is not None
    revoked = enclosed_calendar(letter)
    assert revoked.parameters == {"method": "CANCEL"}
    assert entries(revoked.data).keys() == entries(invited.data).keys()


def test_who_still_comes_keeps_the_entry(context: Flask) -> None:
    booking = make_booking(make_event(), number=2)
    cancel(booking, 2)

    letter = letters.cancellation(str(booking.id))

    assert letter is not None
    assert not letter.enclosures
    assert read(calendar_file(booking, BOOKED_AT))["method"] == "PUBLISH"


def test_only_the_day_that_is_lost_is_called_off(context: Flask) -> None:
    booking = make_booking(make_event())
    add_ticket_for_both_days(booking)
    assert len(entries(calendar_file(booking, BOOKED_AT))) == 2
    cancel(booking, 9)

    letter = letters.cancellation(str(booking.id))

    assert letter is not None
    revoked = enclosed_calendar(letter)
    assert read(revoked.data)["method"] == "CANCEL"
    (lost,) = entries(revoked.data).values()
    assert lost.decoded("dtstart") == datetime(2027, 9, 30, 7, 0, tzinfo=UTC)
    whole = calendar_file(booking, BOOKED_AT)
    assert read(whole)["method"] == "PUBLISH"
    states = [str(entry["status"]) for entry in entries(whole).values()]
    assert sorted(states) == ["CANCELLED", "CONFIRMED"]


def change(event: Event, **values: Any) -> None:
    with transaction():
        for name, value in values.items():
            setattr(event, name, value)


def test_lines_are_folded_and_commas_escaped(context: Flask) -> None:
    event = make_event(title="Digitale Verwaltung; Größe, Maß und Übermut " * 3)
    change(
        event,
        venue_name="Bürgerhaus, großer Saal",
        venue_address="Hauptstraße 1, 77694 Kehl",
        claim={"de": "Vorträge, Gespräche; Messe\nund Musik"},
    )
    booking = make_booking(event)

    content = calendar_file(booking, BOOKED_AT)

    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) <= LONGEST_LINE_OCTETS
    for line in lines:
        line.decode()  # no letter is cut in two
        assert b"\n" not in line
    whole = content.decode().replace("\r\n ", "")
    assert r"LOCATION:Bürgerhaus\, großer Saal\, Hauptstraße 1\, 77694 Kehl" in whole.splitlines()
    assert rf"DESCRIPTION:Vorträge\, Gespräche\; Messe\nund Musik\n{booking_url(booking)}" in whole
    assert f"\r\nURL:{booking_url(booking)}\r\n" in whole


@pytest.mark.parametrize("contact", ["orga@example.org", ""])
def test_an_entry_names_who_invites(context: Flask, contact: str) -> None:
    event = make_event()
    change(event, contact_email=contact, claim={})
    booking = make_booking(event)

    (entry,) = entries(calendar_file(booking, BOOKED_AT)).values()

    assert entry["organizer"] == f"mailto:{contact or 'stadt@kehl.example'}"
    assert entry["description"].startswith("http")


def test_an_entry_keeps_its_name_when_its_day_moves(context: Flask) -> None:
    booking = make_booking(make_event())
    before = entries(calendar_file(booking, BOOKED_AT)).keys()
    with transaction():
        booking.event.days[-1].date = datetime(2027, 10, 2, tzinfo=UTC).date()

    assert entries(calendar_file(booking, BOOKED_AT)).keys() == before
