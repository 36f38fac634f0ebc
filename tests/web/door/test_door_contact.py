"""What a phone is told at a contact: what may have changed anew, what an event's file says kept."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.checkin.models import Device, WalkInShare
from ortenaudigital.checkin.walkins.commands import give_shares
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.db.kept import Kept
from tests.factories import make_booking, make_device, make_event_today
from tests.statements import counted

# What the phone says of itself, and one question.
COSTS = 2


class Phone:
    """A phone whose event the process has read, which it keeps for longer than any test takes."""

    def __init__(self, app: Flask, client: FlaskClient) -> None:
        self.app, self.client = app, client
        with app.app_context():
            _, token = make_device(make_event_today(quota=10), now=utc_now())
        self.headers = {"Authorization": f"Bearer {token}"}
        self.tell()

    def tell(self) -> Any:
        body = {"unsent": 0, "version": "abc"}
        answer = self.client.post("/einlass/api/contact", json=body, headers=self.headers)
        assert answer.status_code == 200
        return answer.get_json()


@pytest.fixture
def phone(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> Phone:
    monkeypatch.setitem(app.extensions, "kept", {"events that phones know": Kept(600)})
    monkeypatch.setattr("ortenaudigital.checkin.devices.paired.KNOWN_SECONDS", 600.0)
    return Phone(app, client)


def test_a_contact_costs_one_question(phone: Phone) -> None:
    with phone.app.app_context(), counted(db.engine) as number:
        phone.tell()
        assert number == [COSTS]


def test_what_changes_by_the_minute_is_told_at_once(phone: Phone) -> None:
    before = phone.tell()
    with phone.app.app_context():
        event = db.session.scalars(select(Event)).one()
        make_booking(event, datetime.now(UTC), number=2)
        device = db.session.scalars(select(Device)).one()
        kind = db.session.scalars(select(TicketType).order_by(TicketType.position)).first()
        with transaction():
            give_shares(device, {kind.id: 3}, datetime.now(UTC), "olga")
            device.may_override = True
        assert db.session.scalars(select(WalkInShare)).one().left == 3
        kind_id = kind.id
    after = phone.tell()
    assert after["newest"] != before["newest"]
    assert (before["expected"], after["expected"]) == (0, 2)
    left = [
        next(t["left"] for t in s["event"]["types"] if t["id"] == kind_id) for s in (before, after)
    ]
    assert left == [10, 5]
    assert after["device"]["shares"] == {str(kind_id): 3}
    assert after["device"]["may_override"] is True


def test_an_event_that_is_changed_is_told_at_once(phone: Phone) -> None:
    with phone.app.app_context(), transaction():
        event = db.session.scalars(select(Event)).one()
        event.title, event.version = "Verlegt", event.version + 1
    assert phone.tell()["event"]["title"] == "Verlegt"
