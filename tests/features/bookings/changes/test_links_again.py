"""Who lost the mail gets all links in one letter; what is done is the same for every address."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.changes.letters import LINKS, links
from ortenaudigital.bookings.changes.link_requests import delete_link_requests, request_links
from ortenaudigital.bookings.links import booking_key
from ortenaudigital.bookings.models import LinkRequest
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.privacy.requests import erase, find
from tests.factories import BOOKED_AT, make_booking, make_event, make_event_today
from tests.features.bookings.changes.booked import waiting
from tests.features.outbox.written import written
from tests.statements import counted


def ask(email: str, language: str = "de", now: datetime = BOOKED_AT) -> str:
    with transaction():
        request_links(email, language, now)
    return waiting(LINKS)[0].subject_id


def test_one_letter_has_all_that_is_to_come(context: Flask) -> None:
    now = utc_now()
    today = make_event_today()
    other = make_event_today(slug="zweite", title="Zweite Veranstaltung")
    past = make_event(slug="alt", first="2021-09-30", second="2021-10-01")
    mine = [make_booking(event, now, email="Erika@example.org") for event in (today, other)]
    gone = make_booking(today, now)
    strangers = make_booking(today, now, email="ali@example.org")
    with transaction():
        cancel_tickets(gone, {1}, now)
    letter = written(links(ask("erika@Example.org", now=now)))
    assert letter.recipient == "Erika@example.org"
    for booking in mine:
        assert booking_key(booking.id) in letter.text
        assert booking_key(booking.id) in letter.html
    for booking in (gone, strangers):
        assert booking_key(booking.id) not in letter.text
    assert past.title in letter.text  # the same name as today's, whose link is there


def test_an_address_without_bookings_gets_none(context: Flask) -> None:
    assert links(ask("niemand@example.org")) is None


def test_the_letter_is_in_the_language_of_who_asked(context: Flask) -> None:
    make_booking(make_event_today(), utc_now())
    letter = written(links(ask("erika@example.org", "fr", utc_now())))
    assert letter.subject == "Le lien vers votre réservation"


def test_the_same_is_asked_of_the_database_for_every_address(context: Flask) -> None:
    make_booking(make_event_today(), utc_now())
    ask("egal@example.org")
    asked = []
    for email in ("erika@example.org", "niemand@example.org"):
        db.session.remove()
        with counted(db.engine) as number, transaction():
            request_links(email, "de", BOOKED_AT)
        asked.append(number[0])
    assert asked[0] == asked[1]


def test_a_mailbox_is_not_filled(context: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(context.config, "RATE_LIMITS", True)
    for email in (
        "erika@example.org",
        "ERIKA@example.org",
        "erika@EXAMPLE.org",
        "erika@example.org",
    ):
        ask(email)
    assert len(waiting(LINKS)) == 3


def test_what_was_asked_is_found_erased_and_goes_after_days(context: Flask) -> None:
    ask("erika@example.org")
    with transaction():
        assert [each.key.split(":")[0] for each in find("erika@example.org").all] == ["links"]
        erase(find("erika@example.org"), BOOKED_AT, "test")
    assert db.session.scalar(select(func.count()).select_from(LinkRequest)) == 0
    ask("erika@example.org")
    with transaction():
        delete_link_requests(BOOKED_AT + timedelta(days=3))
    assert db.session.scalar(select(func.count()).select_from(LinkRequest)) == 0
