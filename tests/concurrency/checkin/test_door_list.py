"""The list of a phone that follows along while everything changes at once is the whole list."""

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from threading import Event as Flag
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.bookings.changes import (
    Cancelling,
    cancel_tickets,
    reissue_ticket,
    rename_ticket,
)
from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.errors import TicketsInside
from ortenaudigital.bookings.models import Ticket
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.models import Admission, Device, Scan
from ortenaudigital.checkin.rules import Action
from ortenaudigital.checkin.walkins.commands import give_shares
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, booking_request, make_booking, make_device, make_event
from tests.features.checkin.door import Copy

HELPERS = 4
DEEDS = 60


@pytest.fixture
def event(context: Flask) -> Iterator[Event]:
    event = make_event(quota=1000)
    yield event
    db.session.rollback()


class Helper:
    """Somebody at a door or a desk who does one thing after the other, none of them twice alike."""

    def __init__(self, event: Event, bookings: list[UUID], token: str, seed: int) -> None:
        self.event_id, self.slug, self.bookings = event.id, event.slug, bookings
        self.type_id = event.ticket_types[0].id
        self.token = token
        self.random = random.Random(seed)
        self.last_entry: UUID | None = None

    def act(self, now: datetime) -> None:
        deeds = (self.scan, self.scan, self.undo, self.walk_in, self.cancel, self.rename)
        deed = self.random.choice((*deeds, self.reissue, self.book, self.share))
        # Whoever is inside keeps the ticket, which is no fault of the list.
        with suppress(TicketsInside), transaction():
            deed(now)

    def _booking(self):
        return get_booking(self.random.choice(self.bookings))

    def _send(self, now: datetime, code: str, **changes: object) -> UUID:
        scan_id = uuid4()
        request = ScanRequest(scan_id, code, now, **changes)  # type: ignore[arg-type]  # test values
        scan(get_device_by_token(self.token, now), request, now)
        return scan_id

    def scan(self, now: datetime) -> None:
        ticket = self.random.choice(self._booking().tickets)
        self.last_entry = self._send(now, ticket.short_code)

    def undo(self, now: datetime) -> None:
        self._send(now, "", action=Action.UNDO, undoes=self.last_entry)

    def walk_in(self, now: datetime) -> None:
        self._send(now, "", action=Action.WALK_IN, ticket_type_id=self.type_id)

    def cancel(self, now: datetime) -> None:
        all_the_same = self.random.random() < 0.5
        positions = {self.random.randint(1, 3)}
        how = Cancelling(although_inside=all_the_same)
        cancel_tickets(self._booking(), positions, BOOKED_AT, how=how)

    def rename(self, now: datetime) -> None:
        for ticket in self._booking().tickets:
            rename_ticket(ticket, f"Name {self.random.random()}", BOOKED_AT)

    def reissue(self, now: datetime) -> None:
        reissue_ticket(self.random.choice(self._booking().tickets), BOOKED_AT, "olga")

    def book(self, now: datetime) -> None:
        book(self.slug, booking_request(number=2), BOOKED_AT)

    def share(self, now: datetime) -> None:
        device = get_device_by_token(self.token, now)
        kind = db.session.get_one(TicketType, self.type_id)
        row = db.session.get_one(Device, device.id)
        used = sum(share.used for share in row.shares)
        give_shares(row, {kind.id: used + self.random.randint(0, 3)}, now, "olga")


def test_a_phone_that_follows_misses_nothing(context: Flask, event: Event, now: datetime) -> None:
    bookings = [make_booking(event, number=3).id for _ in range(4)]
    helpers = [
        Helper(event, bookings, make_device(event, f"Tor {number}")[1], number)
        for number in range(HELPERS)
    ]
    ended = Flag()
    copy = Copy(event)
    db.session.rollback()

    def work(helper: Helper) -> None:
        with context.app_context():
            for _ in range(DEEDS):
                helper.act(now)

    def follow() -> int:
        fetches = 0
        with context.app_context():
            while not ended.is_set():
                copy.fetch(most=5)
                fetches += 1
                time.sleep(0.02)
            copy.fetch()
        return fetches

    with ThreadPoolExecutor(HELPERS + 1) as pool:
        follower = pool.submit(follow)
        try:
            for done in [pool.submit(work, helper) for helper in helpers]:
                done.result()
        finally:
            ended.set()
        assert follower.result() > 3
    whole = Copy(event)
    whole.fetch()
    assert copy.tickets == whole.tickets
    assert copy.is_new()
    check_figures(event)


def check_figures(event: Event) -> None:
    """Places taken are valid tickets and shares that are not used; admissions are single."""
    kind = db.session.get_one(TicketType, event.ticket_types[0].id, populate_existing=True)
    valid = select(func.count()).select_from(Ticket).where(Ticket.cancelled_at.is_(None))
    devices = db.session.scalars(select(Device).execution_options(populate_existing=True))
    held = sum(share.left for device in devices for share in device.shares)
    assert kind.taken == (db.session.scalar(valid) or 0) + held
    assert db.session.scalar(select(func.count()).select_from(Scan)) > HELPERS
    assert db.session.scalar(select(func.count()).select_from(Admission)) > 0
