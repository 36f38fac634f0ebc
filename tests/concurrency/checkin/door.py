"""A device at an event, what can be done with it at once, and what must hold after that."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, select

from ortenaudigital.audit.models import Entry
from ortenaudigital.bookings.models import Ticket
from ortenaudigital.checkin.commands import ScanRequest, retire, scan
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.models import Device, WalkInShare
from ortenaudigital.checkin.rules import Action
from ortenaudigital.checkin.walkins.commands import give_shares
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.kernel.db import db
from tests.factories import make_device

ROUNDS = 5
SIX = 6


class Door:
    """A device at an event, and what can be done with it, each in the transaction of a caller."""

    def __init__(self, event: Event, now: datetime) -> None:
        self.now = now
        device, self.token = make_device(event, f"Tor {uuid4().hex[:4]}")
        self.device_id, self.type_id = device.id, event.ticket_types[0].id
        db.session.rollback()

    def row(self) -> Device:
        return db.session.get_one(Device, self.device_id)

    def share(self, number: int) -> Callable[[], object]:
        def act() -> None:
            kind = db.session.get_one(TicketType, self.type_id)
            give_shares(self.row(), {kind.id: number}, self.now, "olga")

        return act

    def retire(self) -> None:
        retire(self.row(), self.now, "olga")

    def send(self, code: str = "", minutes: int = 0, **changes: object) -> Callable[[], str]:
        """Send something under an id of its own each time, as it was known who sends."""
        device = get_device_by_token(self.token, self.now)
        at = self.now + timedelta(minutes=minutes)

        def act() -> str:
            values = {"scan_id": uuid4(), "code": code, "scanned_at": at} | changes
            return scan(device, ScanRequest(**values), at).verdict  # type: ignore[arg-type]

        return act

    def walk_in(self) -> Callable[[], str]:
        return self.send(action=Action.WALK_IN, ticket_type_id=self.type_id)

    def undo(self, scan_id: UUID) -> Callable[[], str]:
        return self.send(action=Action.UNDO, undoes=scan_id, reason="falsch")


def count(table: type, *conditions: object) -> int:
    db.session.rollback()
    query = select(func.count()).select_from(table).where(*conditions)  # type: ignore[arg-type]
    return db.session.scalar(query) or 0


def notes(action: str) -> int:
    return count(Entry, Entry.action == action)


def check_places(door: Door) -> None:
    """Places that are taken are valid tickets, and those that devices still hold."""
    db.session.rollback()
    taken = db.session.get_one(TicketType, door.type_id, populate_existing=True).taken
    held = db.session.scalar(select(func.sum(WalkInShare.number - WalkInShare.used))) or 0
    assert taken == count(Ticket, Ticket.cancelled_at.is_(None)) + held
