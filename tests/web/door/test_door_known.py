"""Phones are known for two seconds; locking and revoking are heeded all the same."""

import time
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from ortenaudigital.bookings.links import ticket_url
from ortenaudigital.checkin.devices import paired
from ortenaudigital.checkin.devices.commands import lock, revoke, unlock
from ortenaudigital.checkin.models import Device, Scan
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.factories import make_booking, make_device, make_event_today
from tests.sent_statements import statements


class Door:
    """A phone whose token the process knows, and a ticket."""

    def __init__(self, app: Flask, client: FlaskClient) -> None:
        self.app, self.client = app, client
        with app.app_context():
            event = make_event_today()
            _, token = make_device(event, now=utc_now())
            self.code = ticket_url(make_booking(event, utc_now()).tickets[0])
        self.headers = {"Authorization": f"Bearer {token}"}
        assert self.list() == 200

    def list(self) -> int:
        return self.client.get("/einlass/api/list", headers=self.headers).status_code

    def scan(self, shown: str | None = None, **changes: Any) -> Any:
        now = datetime.now(UTC).isoformat()
        entry = {"scan_id": str(uuid4()), "code": self.code, "scanned_at": now, "verdict": shown}
        body = {"scans": [entry | changes]}
        return self.client.post("/einlass/api/scans", json=body, headers=self.headers)

    def change_elsewhere(self, **values: Any) -> None:
        """Change the row of the phone as another process does, of which this one hears nothing."""
        with self.app.app_context(), db.engine.begin() as connection:
            connection.execute(update(Device).values(**values))

    def scans(self) -> int:
        with self.app.app_context():
            return db.session.scalar(select(func.count()).select_from(Scan)) or 0


@pytest.fixture
def door(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> Door:
    # On a busy machine a test takes longer than two seconds.
    moment = time.monotonic()
    monkeypatch.setattr(paired.time, "monotonic", lambda: moment)
    return Door(app, client)


def test_a_known_phone_costs_no_statement(door: Door) -> None:
    with door.app.app_context(), statements() as sent:
        assert door.scan().status_code == 200
    assert not [each for each in sent if "token_hash =" in each]


def test_the_process_that_locks_a_phone_heeds_it_at_once(door: Door) -> None:
    for command, status in ((lock, 409), (unlock, 200), (revoke, 401)):
        with door.app.app_context(), transaction():
            command(db.session.scalars(select(Device)).one(), utc_now(), "olga")
        assert door.list() == status


def test_a_change_that_is_rolled_back_leaves_the_phone_as_it_was(door: Door) -> None:
    def revoke_and_break() -> None:
        with transaction():
            revoke(db.session.scalars(select(Device)).one(), utc_now(), "olga")
            raise ZeroDivisionError

    with door.app.app_context(), pytest.raises(ZeroDivisionError):
        revoke_and_break()
    assert door.list() == 200


def test_a_scan_heeds_what_another_process_has_locked(door: Door) -> None:
    door.change_elsewhere(locked_at=utc_now())
    assert door.list() == 200, "it is known for two seconds"
    refused = door.scan()
    assert refused.status_code == 422
    assert refused.get_json()["error"]["entries"][0]["code"] == "device_locked"
    assert door.scans() == 0
    # What it has decided by itself is taken, without a name; and now all know that it is locked.
    taken = door.scan(shown="welcome").get_json()["results"][0]
    assert (taken["verdict"], taken["ticket"]) == ("welcome", None)
    assert door.list() == 409


def test_a_scan_heeds_what_another_process_has_unlocked(door: Door) -> None:
    door.change_elsewhere(locked_at=utc_now())
    paired.forget_devices()
    assert door.list() == 409
    door.change_elsewhere(locked_at=None)
    # What the process believes would be refused unread: that is told within two seconds.
    assert door.scan(shown="welcome").get_json()["results"][0]["ticket"] is not None
    assert door.list() == 200


def test_a_scan_heeds_what_another_process_has_revoked(door: Door) -> None:
    door.change_elsewhere(revoked_at=utc_now())
    assert door.list() == 200, "it is known for two seconds"
    assert door.scan(shown="welcome").status_code == 401
    assert door.scans() == 0


def test_a_right_that_another_process_took_away_is_gone(door: Door) -> None:
    by_hand = {"action": "override", "reason": "Ausweis"}
    door.change_elsewhere(may_override=True)
    assert door.scan(**by_hand).get_json()["results"][0]["verdict"] == "override"
    door.change_elsewhere(may_override=False)
    assert door.scan(**by_hand).get_json()["results"][0]["verdict"] == "forbidden"


def test_what_is_known_ends_after_two_seconds(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    door.change_elsewhere(revoked_at=utc_now())
    moment = time.monotonic() + 2.1
    monkeypatch.setattr(paired.time, "monotonic", lambda: moment)
    assert door.list() == 401
