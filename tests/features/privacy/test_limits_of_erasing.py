"""What erasing one person leaves as it is, and what comes after it."""

import pytest
from flask import Flask
from sqlalchemy import select

from ortenaudigital.accounts.models import User
from ortenaudigital.bookings.changes import cancel_tickets, rename_ticket
from ortenaudigital.bookings.errors import BookingErased
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.deciding.decisions import decide
from ortenaudigital.fair.applications.errors import ExhibitorErased
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.limits.commands import Claim, take
from ortenaudigital.limits.models import Bucket
from ortenaudigital.limits.rules import UNASKED_LETTERS
from ortenaudigital.privacy import requests
from tests.factories import BOOKED_AT, make_booking, make_event, make_exhibitor, make_organiser
from tests.features.checkin.test_figures import counted, recounted
from tests.features.privacy.people import ADDRESS, FIRST, LAST, NAME, Stage, flask, hers
from tests.features.privacy.promise import ENDS, HOUR, everything


def test_the_last_owner_is_not_deleted(context: Flask) -> None:
    make_organiser(ADDRESS)
    assert "Leitung" in flask(context, "erase", ADDRESS, "--yes", fails=True)
    make_organiser("olga@example.org")
    flask(context, "erase", ADDRESS, "--yes")
    assert db.session.scalars(select(User.email)).one() == "olga@example.org"


def test_a_published_contact_is_found_and_stays(context: Flask) -> None:
    make_event()
    said = flask(context, "erase", "orga@example.org", "--yes")
    assert "contact:ortenau-digital-2027" in said
    assert "(stays: " in said
    assert db.session.scalars(select(Event.contact_email)).one() == "orga@example.org"


def test_tickets_of_past_days_are_not_cancelled(context: Flask) -> None:
    booking = make_booking(make_event(), **hers())
    with transaction():
        requests.erase(requests.find(ADDRESS), ENDS + HOUR, "command line")
    ticket = db.session.get_one(Booking, booking.id).tickets[0]
    assert ticket.cancelled_at is None
    assert LAST not in everything()


def test_who_is_inside_stays_counted(context: Flask, stage: Stage) -> None:
    with transaction():
        requests.erase(requests.find(ADDRESS), ENDS - HOUR, "command line")
    hers_in, companion = db.session.get_one(Booking, stage.booking.id).tickets
    assert hers_in.cancelled_at is None
    assert companion.cancelled_at == ENDS - HOUR
    assert counted() == recounted()


def test_an_entry_that_names_nobody_stays_after_the_fair(context: Flask) -> None:
    event = make_event()
    company = make_exhibitor(event, name="Rebsensor", contact_name=NAME, email=ADDRESS)
    trader = make_exhibitor(
        event, name=f"Töpferei {LAST}, {FIRST}", contact_name=NAME, email=ADDRESS
    )
    open_one = make_exhibitor(
        event, accepted=False, confirmed=False, contact_name=NAME, email=ADDRESS
    )
    with transaction():
        requests.erase(requests.find(ADDRESS), ENDS + HOUR, "command line")
    assert db.session.get_one(Exhibitor, company.id).name == "Rebsensor"
    assert db.session.get_one(Exhibitor, trader.id).name == ""
    assert db.session.get(Exhibitor, open_one.id) is None
    assert LAST not in everything()


def test_buckets_of_a_mailbox_go_with_it(context: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(context.config, "RATE_LIMITS", True)
    with transaction():
        take(Claim(UNASKED_LETTERS, ADDRESS), BOOKED_AT)
        take(Claim(UNASKED_LETTERS, "erika@example.org"), BOOKED_AT)
    flask(context, "erase", ADDRESS, "--yes")
    (left,) = db.session.scalars(select(Bucket.key))
    assert left == Claim(UNASKED_LETTERS, "erika@example.org").key


def test_who_was_erased_meanwhile_gets_no_name_again(context: Flask) -> None:
    booking = make_booking(make_event(), **hers())
    ticket = booking.tickets[0]

    def rename_late() -> None:
        known = db.session.get_one(Ticket, ticket.id)
        assert known.booking.erased_at is None
        db.session.execute(Booking.__table__.update().values(erased_at=BOOKED_AT))
        rename_ticket(known, "Nora", BOOKED_AT)

    with pytest.raises(BookingErased), transaction():
        rename_late()


def test_nothing_can_be_done_with_who_was_erased(context: Flask, stage: Stage) -> None:
    flask(context, "erase", ADDRESS, "--yes")
    with pytest.raises(BookingErased), transaction():
        cancel_tickets(db.session.get_one(Booking, stage.booking.id), {1}, BOOKED_AT)
    exhibitor = db.session.get_one(Exhibitor, stage.exhibitor.id)
    with pytest.raises(ExhibitorErased), transaction():
        decide(exhibitor, State.ACCEPTED, BOOKED_AT, "olga@example.org")
