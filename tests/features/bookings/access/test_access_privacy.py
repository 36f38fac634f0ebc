"""Whom somebody invited is found, corrected and forgotten like every other person."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from ortenaudigital.bookings.access.models import AccessCode, Invitation
from ortenaudigital.bookings.access.privacy import AccessHolder
from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import RETENTION
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.personal import Correction, Due, Person, Request
from ortenaudigital.outbox.queries import list_letters_about
from tests.factories import BOOKED_AT, make_event
from tests.invited import make_code, make_invitation

HOLDER = AccessHolder()


@pytest.fixture
def event(context: Flask) -> Event:
    return make_event()


def request(**changes: object) -> Request:
    person = Person("INA@example.org")
    values = {"person": person, "findings": list(HOLDER.find(person)), "now": BOOKED_AT}
    return Request(**(values | {"actor": "olga"} | changes))  # type: ignore[arg-type]


def row() -> Invitation:
    db.session.expire_all()
    return db.session.scalars(select(Invitation)).one()


def test_an_invitation_is_found_by_its_address(event: Event) -> None:
    make_invitation(event)
    (finding,) = HOLDER.find(Person("INA@example.org"))
    assert finding.data["name"] == "Ina Geladen"
    assert list(HOLDER.find(Person("na@example.org"))) == []


def test_an_invitation_is_corrected(event: Event) -> None:
    make_invitation(event)
    with transaction():
        HOLDER.correct(request(correction=Correction(("Ina", "Neu"), "neu@example.org")))
    assert (row().name, row().email, row().address_key) == ("Ina Neu", *["neu@example.org"] * 2)


def test_who_wants_to_be_forgotten_is_invited_no_more(event: Event) -> None:
    one = make_invitation(event)
    with transaction():
        HOLDER.erase(request())
    assert (row().name, row().email, row().address_key) == ("", "", "")
    assert row().withdrawn_at is not None
    assert [each.state for each in list_letters_about(str(one.id))] == ["dropped"]


def test_all_is_forgotten_when_the_event_is_long_over(event: Event) -> None:
    make_invitation(event)
    make_code(event)
    over = event.last_day.closes_at + RETENTION
    assert HOLDER.count_due(over - timedelta(minutes=1)) == 0
    assert HOLDER.count_due(over) == 2
    with transaction():
        assert HOLDER.erase_due(Due(over, over, 100)) == 2
    assert row().email == ""
    assert db.session.scalars(select(AccessCode.label)).one() == ""
    assert HOLDER.count_due(over) == 0
