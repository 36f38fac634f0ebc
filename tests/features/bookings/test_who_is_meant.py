"""Which bookings a selection means: who came, what was answered, where it was made, who needs."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import update

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.links import ticket_code
from ortenaudigital.bookings.lists import filters as lists_filters
from ortenaudigital.bookings.lists.filters import Filters
from ortenaudigital.bookings.lists.pages import FIRST_PAGE, list_bookings, select_meant
from ortenaudigital.bookings.lists.presence import Presence
from ortenaudigital.bookings.lists.rules import Reply
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.needs.models import BookingNeeds
from ortenaudigital.bookings.reminders.models import AttendanceAnswer
from ortenaudigital.bookings.search import find_bookings
from ortenaudigital.checkin.models import Admission
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, make_booking, make_event
from tests.features.checkin.door import Phone


def let_in(event: Event, booking: Booking, day: int, out: bool = False) -> None:
    at = event.days[day].opens_at + timedelta(minutes=5)
    ticket = booking.tickets[0]
    answer = Phone(event, name=f"Tor {booking.reference}").send(
        at, ticket_code(ticket.id, ticket.reissue)
    )
    assert answer.verdict == "welcome"
    if out:
        with transaction():
            left = update(Admission).where(Admission.ticket_id == ticket.id)
            db.session.execute(left.values(left_at=at + timedelta(minutes=9)))


def answer(booking: Booking, returned: int) -> None:
    values: dict[str, Any] = {
        "booking_id": booking.id,
        "ticket_type_id": booking.tickets[0].ticket_type_id,
        "returned": returned,
        "answered_at": BOOKED_AT,
    }
    with transaction():
        db.session.add(AttendanceAnswer(**values))


@pytest.fixture
def booked(context: Flask) -> tuple[Event, dict[UUID, str]]:
    event = make_event()
    names = ("came", "left", "missed", "returned", "door", "needs")
    made = {name: make_booking(event, last_name=name, email=f"{name}@a.de") for name in names}
    let_in(event, made["came"], 1)
    let_in(event, made["left"], 1, out=True)
    answer(made["came"], 0)
    with transaction():
        cancel_tickets(made["returned"], {1}, BOOKED_AT, "test")
    answer(made["returned"], 1)
    with transaction():
        door = update(Booking).where(Booking.id == made["door"].id)
        db.session.execute(door.values(at_door=True))
        needs = {"kinds": ["wheelchair"], "other": "", "consented_at": BOOKED_AT, "wording": 1}
        db.session.add(BookingNeeds(booking_id=made["needs"].id, **needs))
    return event, {booking.id: name for name, booking in made.items()}


EVERYBODY = {"came", "left", "missed", "returned", "door", "needs"}
ROWS: list[tuple[dict[str, Any], set[str]]] = [
    ({"presence": Presence.CAME, "days": (0, 1)}, {"came", "left"}),
    ({"presence": Presence.CAME, "days": (1,)}, {"came", "left"}),
    ({"presence": Presence.CAME, "days": (0,)}, set()),
    ({"presence": Presence.INSIDE, "days": (1,)}, {"came"}),
    ({"presence": Presence.INSIDE, "days": ()}, set()),
    # Whoever gave the ticket back was not expected, nor is anybody on a day of other tickets.
    ({"presence": Presence.MISSED, "days": (0, 1)}, {"missed", "door", "needs"}),
    ({"presence": Presence.MISSED, "days": (0,)}, set()),
    ({"at_door": True}, {"door"}),
    ({"at_door": False}, EVERYBODY - {"door"}),
    ({"needs": True}, {"needs"}),
    ({"needs": False}, EVERYBODY - {"needs"}),
    ({"reply": Reply.COMES}, {"came"}),
    ({"reply": Reply.RETURNED}, {"returned"}),
    ({"reply": Reply.NONE}, EVERYBODY - {"came", "returned"}),
    ({"reply": Reply.NONE, "presence": Presence.CAME, "days": (0, 1)}, {"left"}),
]


def test_who_is_meant(
    booked: tuple[Event, dict[UUID, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    event, names = booked
    for wanted, expected in ROWS:
        values = dict(wanted)
        if "days" in values:
            values["days"] = [event.days[each] for each in values["days"]]
        filters = Filters(**values)
        monkeypatch.setattr(lists_filters, "FEW", 1_000)
        shown = {names[each.id] for each in list_bookings(event, filters, FIRST_PAGE).rows}
        # Among many, each is looked at by itself.
        monkeypatch.setattr(lists_filters, "FEW", 0)
        among_many = {names[each.id] for each in list_bookings(event, filters, FIRST_PAGE).rows}
        meant = {names[each] for each in db.session.scalars(select_meant(event, filters))}
        assert (shown, among_many, meant) == (expected, expected, expected), wanted
        for name in sorted(EVERYBODY):
            found = db.session.scalars(select_meant(event, filters, name)).all()
            assert [names[each] for each in found] == ([name] if name in expected else [])


def test_all_that_words_find_are_meant_not_a_page_of_them(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    event, other = make_event(), make_event(slug="andere", title="Andere")
    for _ in range(3):
        make_booking(event, last_name="Müller")
    make_booking(other, last_name="Müller")
    assert len(db.session.scalars(select_meant(event, Filters(), "mueller")).all()) == 3
    assert len(find_bookings("mueller", 2, event.id)) == 2
