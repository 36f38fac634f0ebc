"""Calling an event off at the same moment as bookings, applications and another organiser."""

from flask import Flask

from ortenaudigital.bookings.commands import book
from ortenaudigital.event_changes.states import Move, change_state
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rules import EventState
from ortenaudigital.fair.applications.commands import apply
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.queries import list_letters
from tests.concurrency.together import behind, times, together
from tests.factories import BOOKED_AT, application, booking_request, make_event

SLUG = "ortenau-digital-2027"


def move(wanted: EventState) -> str:
    told = change_state(SLUG, Move(wanted, True), BOOKED_AT, "olga")
    return f"{told.bookings.bookings} {told.exhibitors}"


def call_off() -> str:
    return move(EventState.CANCELLED)


def state_now() -> EventState:
    db.session.rollback()
    db.session.expire_all()
    return get_event(SLUG).state


def test_two_organisers_call_it_off_once(app: Flask) -> None:
    with app.app_context():
        make_event()
    results = together(app, *times(4, call_off))
    assert sorted(results) == ["0 0", *["move_not_possible"] * 3]


def test_who_books_while_it_is_called_off_gets_no_ticket(app: Flask) -> None:
    with app.app_context():
        make_event()
        came = behind(app, call_off, lambda: book(SLUG, booking_request(), BOOKED_AT))
        assert came in ("event_changed", "event_cancelled")


def test_who_booked_a_moment_before_is_told(app: Flask) -> None:
    with app.app_context():
        make_event()
        assert behind(app, lambda: book(SLUG, booking_request(), BOOKED_AT), call_off) == "1 0"
        assert [letter.kind for letter in list_letters()].count("bookings.event_cancelled") == 1


def test_who_applies_while_it_is_hidden_again_is_refused(app: Flask) -> None:
    def applies() -> object:
        return apply(get_event(SLUG), application(), BOOKED_AT)

    with app.app_context():
        make_event()
        assert behind(app, lambda: move(EventState.DRAFT), applies) == "applications_closed"
        assert state_now() is EventState.DRAFT


def test_an_event_is_not_hidden_from_who_just_applied(app: Flask) -> None:
    def applies() -> object:
        return apply(get_event(SLUG), application(), BOOKED_AT)

    with app.app_context():
        make_event()
        assert behind(app, applies, lambda: move(EventState.DRAFT)) == "still_relied_on"
        assert state_now() is EventState.PUBLISHED
