"""Phones at the door of an event: what they send, and the list that they keep."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import current_app
from sqlalchemy import select

from ortenaudigital.bookings.links import ticket_url
from ortenaudigital.checkin.commands import ScanRequest, ScanResult, scan
from ortenaudigital.checkin.devices.commands import set_override
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.models import Admission, Device
from ortenaudigital.checkin.rules import Action
from ortenaudigital.checkin.sync.feed import newest_cursor, read_list
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.db.kept import Kept
from tests.factories import BOOKED_AT, WORKSHOP, make_booking, make_device, make_event

MINUTE = timedelta(minutes=1)


class Phone:
    """A paired device, and what it sends."""

    def __init__(self, event: Event, name: str = "Haupteingang", override: bool = False) -> None:
        self.device, self.token = make_device(event, name)
        if override:
            with transaction():
                set_override(db.session.get_one(Device, self.device.id), True, BOOKED_AT, "olga")

    def send(
        self, at: datetime, code: str = "", received: datetime | None = None, **changes: Any
    ) -> ScanResult:
        values: dict[str, Any] = {"scan_id": uuid4(), "code": code, "scanned_at": at} | changes
        with transaction():
            paired = get_device_by_token(self.token, received or at)
            return scan(paired, ScanRequest(**values), received or at)

    def undo(self, at: datetime, scan_id: UUID, **changes: Any) -> ScanResult:
        reason = {"reason": "Falsches Ticket"}
        return self.send(at, action=Action.UNDO, undoes=scan_id, **(reason | changes))

    def override(self, at: datetime, code: str, **changes: Any) -> ScanResult:
        return self.send(at, code, action=Action.OVERRIDE, reason="Ausweis geprüft", **changes)

    def walk_in(self, at: datetime, type_id: int, **changes: Any) -> ScanResult:
        return self.send(at, action=Action.WALK_IN, ticket_type_id=type_id, **changes)


def keep_events(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have what an event's file says kept for longer than any test takes."""
    monkeypatch.setitem(current_app.extensions, "kept", {"events at the door": Kept(600)})


def admissions() -> list[Admission]:
    db.session.rollback()
    return list(db.session.scalars(select(Admission).order_by(Admission.id)))


def citizen_type(event: Event) -> Any:
    db.session.rollback()
    return next(each for each in event.ticket_types if each.slug == "buergerticket")


def places(event: Event) -> int:
    taken = citizen_type(event)
    db.session.refresh(taken)
    return int(taken.taken)


DAY = "2027-10-01"
AT_WORKSHOP = f"{DAY}/workshop"


class Door:
    """An event with a workshop on its second day, a phone, and tickets."""

    def __init__(self, **changes: Any) -> None:
        self.event = make_event(checkpoints=WORKSHOP)
        device, self.token = make_device(self.event)
        with transaction():
            db.session.get_one(Event, self.event.id).reentry = changes.get("reentry", False)
            db.session.get_one(Device, device.id).may_override = True
        self.tickets = make_booking(self.event, number=3).tickets
        self.codes = [ticket_url(ticket) for ticket in self.tickets]

    def send(self, at: datetime, number: int = 0, where: str | None = None, **more: Any) -> str:
        return str(self.result(at, number, where, **more).verdict)

    def result(
        self, at: datetime, number: int = 0, where: str | None = None, **more: Any
    ) -> ScanResult:
        values: dict[str, Any] = {"scan_id": uuid4(), "code": self.codes[number], "scanned_at": at}
        request = ScanRequest(**(values | {"checkpoint": where} | more))
        with transaction():
            return scan(get_device_by_token(self.token, at), request, at)

    def inside(self) -> tuple[int, int]:
        """Count who is in the house, and who in the workshop."""
        db.session.expire_all()
        rows = db.session.scalars(select(Admission)).unique().all()
        kinds = [each.checkpoint.is_entrance for each in rows if each.left_at is None]
        return sum(kinds), len(kinds) - sum(kinds)


class Copy:
    """A phone's copy of the list."""

    def __init__(self, event: Event) -> None:
        self.event_id = event.id
        self.cursor = ""
        self.tickets: dict[str, Any] = {}

    def fetch(self, most: int = 2000) -> list[str]:
        """Ask until nothing is left; return the references that came."""
        came = []
        while True:
            db.session.rollback()
            page = read_list(self.event_id, self.cursor, most)
            assert len(page.tickets) <= most
            came += [row["ref"] for row in page.tickets]
            if page.replaces:
                self.tickets.clear()
            self.tickets |= {row["ref"]: row for row in page.tickets}
            self.cursor = page.cursor
            if not page.left:
                return came
            assert page.tickets, "a page without rows would be asked for without end"

    def is_new(self) -> bool:
        db.session.rollback()
        return self.cursor == newest_cursor(self.event_id)
