"""Drafts, publishing and cancelling: what each state lets happen."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from ortenaudigital.bookings.changes import cancel_tickets, rename_ticket
from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.errors import BookingCalledOff, EventCancelled, NotYetOpen
from ortenaudigital.bookings.links import ticket_url
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.event_changes.states import Move, change_state
from ortenaudigital.events.errors import EventFileError, StillReliedOn, UnknownEvent
from ortenaudigital.events.queries import (
    get_event,
    get_public_event,
    list_past_events,
    list_upcoming_events,
)
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.fair.applications.commands import apply
from ortenaudigital.fair.applications.errors import ApplicationsClosed
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.factories import (
    BOOKED_AT,
    application,
    booking_request,
    event_file_text,
    make_booking,
    make_device,
    make_event,
    make_event_today,
    make_exhibitor,
    make_towns,
)
from tests.features.cli.test_commands import run
from tests.features.events.states import CANCELLED, DRAFT, PUBLISHED, become


def test_a_new_file_makes_a_draft_unless_it_says_otherwise(context: Flask) -> None:
    make_towns()
    text = event_file_text().replace('state = "published"\n', "")
    with transaction():
        outcome = import_event(read_event_file(text), Decision(), BOOKED_AT, "olga")
    assert outcome.state is DRAFT
    with pytest.raises(UnknownEvent):
        get_public_event(outcome.slug)
    assert not list_upcoming_events(BOOKED_AT)
    assert not list_past_events(BOOKED_AT + timedelta(days=3650))
    assert list_upcoming_events(BOOKED_AT, drafts=True)
    with pytest.raises(NotYetOpen), transaction():
        book(outcome.slug, booking_request(), BOOKED_AT)
    event = get_event(outcome.slug)
    with pytest.raises(ApplicationsClosed), transaction():
        apply(event, application(), BOOKED_AT)

    # The same file again leaves it as it is; one that says so publishes it.
    with transaction():
        assert import_event(read_event_file(text), Decision(), BOOKED_AT, "o").state is DRAFT
    with transaction():
        published = import_event(read_event_file(event_file_text()), Decision(), BOOKED_AT, "o")
    assert published.state is PUBLISHED
    with transaction():
        assert import_event(read_event_file(text), Decision(), BOOKED_AT, "o").state is PUBLISHED


def test_a_file_never_calls_an_event_off(context: Flask) -> None:
    event = make_event()
    for state, command in (("cancelled", "cancel"), ("draft", "withdraw")):
        plan = read_event_file(event_file_text(state=state))
        with pytest.raises(EventFileError) as caught, transaction():
            import_event(plan, Decision(), BOOKED_AT, "olga")
        said = f"event.state: it is published; `flask event {command} {event.slug}` makes it"
        assert caught.value.faults[0].startswith(said)
    db.session.rollback()
    assert get_event(event.slug).state is PUBLISHED


def test_a_cancelled_event_takes_nobody_any_more(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event)
    become(event, CANCELLED)
    with pytest.raises(EventCancelled), transaction():
        book(event.slug, booking_request(), BOOKED_AT)
    with pytest.raises(ApplicationsClosed), transaction():
        apply(get_event(event.slug), application(), BOOKED_AT)
    with pytest.raises(BookingCalledOff), transaction():
        cancel_tickets(get_booking(booking.id), {1}, BOOKED_AT)
    with pytest.raises(BookingCalledOff), transaction():
        rename_ticket(get_booking(booking.id).tickets[0], "Ali", BOOKED_AT)
    db.session.rollback()
    assert list_upcoming_events(BOOKED_AT) == [get_public_event(event.slug)]

    become(event, PUBLISHED)
    make_booking(event, first_name="Ali")
    with transaction():
        assert cancel_tickets(get_booking(booking.id), {1}, BOOKED_AT) == 1


def test_a_ticket_is_still_judged_by_itself_at_the_door(context: Flask) -> None:
    event = make_event_today()
    booking = make_booking(event, utc_now())
    _, token = make_device(event, now=utc_now())
    with transaction():
        change_state(event.slug, Move(CANCELLED, False), utc_now(), "olga")
    request = ScanRequest(booking.id, ticket_url(booking.tickets[0]), utc_now())
    with transaction():
        answer = scan(get_device_by_token(token, utc_now()), request, utc_now())
    # Not "storniert": whoever stands at the door all the same knows what is going on.
    assert answer.verdict == "welcome"


def test_what_somebody_relies_on_is_not_hidden(context: Flask) -> None:
    event = make_event()
    become(event, DRAFT)
    become(event, PUBLISHED)
    make_exhibitor(event, accepted=False)
    with pytest.raises(StillReliedOn), transaction():
        change_state(event.slug, Move(DRAFT, False), BOOKED_AT, "olga")


def test_commands_ask_whether_guests_shall_be_told(context: Flask) -> None:
    event = make_event()
    make_booking(event)
    code, output = run(context, "event", "cancel", event.slug)
    assert code == 2
    assert (
        "1 bookings, 0 exhibitors and 0 on wait lists are concerned: say --tell or --no-tell"
        in output
    )
    code, output = run(context, "event", "cancel", event.slug, "--tell")
    assert (code, output) == (
        0,
        f"{event.slug}: cancelled\nletters: 1 to bookings, 0 to exhibitors, 0 to wait lists\n",
    )
    assert run(context, "event", "cancel", event.slug, "--tell")[0] == 1
    code, output = run(context, "event", "publish", event.slug, "--no-tell")
    assert (code, output) == (0, f"{event.slug}: published\n")
    code, output = run(context, "event", "withdraw", event.slug)
    assert code == 1
    assert "lässt sich nur absagen" in output
    assert run(context, "event", "publish", "nirgends")[0] == 1


def test_a_draft_is_published_without_a_question(context: Flask, tmp_path: Path) -> None:
    make_towns()
    file = tmp_path / "event.toml"
    file.write_text(event_file_text(state="draft"), encoding="utf-8")
    code, output = run(context, "event", "import", str(file))
    assert code == 0
    assert "a draft; `flask --app wsgi event publish ortenau-digital-2027` shows it" in output
    code, output = run(context, "event", "publish", "ortenau-digital-2027")
    assert (code, output) == (0, "ortenau-digital-2027: published\n")
