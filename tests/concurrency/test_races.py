"""Real threads, real processes, real commits: what many do at once."""

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from multiprocessing.synchronize import Barrier as ProcessBarrier
from pathlib import Path
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.bookings.changes import resend_confirmation
from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.links import ticket_url
from ortenaudigital.bookings.making.requests import BookingRequest
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.bookings.rules import RESEND_PAUSE
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.models import Admission, Device, Scan
from ortenaudigital.events.errors import SoldOut
from ortenaudigital.events.models import Event, Quota
from ortenaudigital.factory import create_app
from ortenaudigital.fair.applications.models import Assignment, Exhibitor
from ortenaudigital.fair.inventory.models import Slot
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.fair.placement.errors import SlotTaken
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.commands import mark_sent
from ortenaudigital.outbox.queries import list_letters
from tests.conftest import make_config
from tests.factories import (
    BOOKED_AT,
    booking_request,
    make_booking,
    make_device,
    make_event,
    make_exhibitor,
)
from tests.features.checkin.test_checkin import paired

THREADS = 64


def together(app: Flask, number: int, act: Callable[[int], str]) -> Counter[str]:
    """Let many threads do something at the same moment; count what they were told."""
    barrier = Barrier(number)

    def run(index: int) -> str:
        with app.app_context():
            barrier.wait()
            return act(index)

    with ThreadPoolExecutor(number) as pool:
        return Counter(pool.map(run, range(number)))


def try_to_book(slug: str, request: BookingRequest) -> str:
    try:
        with transaction():
            return str(book(slug, request, BOOKED_AT))
    except SoldOut:
        return "sold out"


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def event(context: Flask) -> Iterator[Event]:
    event = make_event(quota=10)
    db.session.rollback()
    yield event
    db.session.rollback()


def test_the_last_ten_places_are_booked_by_ten(context: Flask, event: Event) -> None:
    told = together(context, THREADS, lambda _: try_to_book(event.slug, booking_request()))
    assert told.pop("sold out") == THREADS - 10
    assert len(told) == 10
    assert count(Ticket) == count(Booking) == len(list_letters()) == 10
    assert db.session.scalar(select(func.max(Quota.taken))) == 10


def test_one_form_sent_many_times_at_once_is_one_booking(context: Flask, event: Event) -> None:
    request = booking_request(number=2)
    told = together(context, 16, lambda _: try_to_book(event.slug, request))
    assert list(told.values()) == [16]
    assert (count(Booking), count(Ticket), len(list_letters())) == (1, 2, 1)
    assert db.session.scalar(select(func.max(Quota.taken))) == 2


def book_in_a_process(
    database_url: str, folder: Path, slug: str, barrier: ProcessBarrier
) -> list[str]:
    app = create_app(make_config(database_url, folder))
    barrier.wait()
    told = together(app, THREADS // 4, lambda _: try_to_book(slug, booking_request()))
    with app.app_context():
        db.engine.dispose()
    return list(told.elements())


def test_four_processes_book_the_last_ten_places(
    context: Flask, event: Event, database_url: str, tmp_path: Path
) -> None:
    spawn = multiprocessing.get_context("spawn")
    with spawn.Manager() as manager, spawn.Pool(4) as pool:
        barrier = manager.Barrier(4)
        work = [(database_url, tmp_path, event.slug, barrier)] * 4
        told = Counter(word for words in pool.starmap(book_in_a_process, work) for word in words)
    assert told.pop("sold out") == THREADS - 10
    assert len(told) == 10
    assert count(Ticket) == 10


def test_one_ticket_scanned_fifty_times_at_once_is_let_in_once(
    context: Flask, event: Event, now: datetime
) -> None:
    code = ticket_url(make_booking(event).tickets[0])
    devices = [make_device(event, f"Tür {n}")[0].id for n in range(5)]
    db.session.rollback()

    def act(index: int, scan_id: UUID | None = None) -> str:
        with transaction():
            device = paired(db.session.get_one(Device, devices[index % 5]))
            return scan(device, ScanRequest(scan_id or uuid4(), code, now), now).verdict

    told = together(context, 50, act)
    assert told == {"welcome": 1, "already_in": 49}
    assert (count(Admission), count(Scan)) == (1, 50)


def test_one_scan_sent_many_times_at_once_has_one_answer(
    context: Flask, event: Event, now: datetime
) -> None:
    code = ticket_url(make_booking(event).tickets[0])
    device_id = make_device(event)[0].id
    scan_id = uuid4()
    db.session.rollback()

    def act(_: int) -> str:
        with transaction():
            device = paired(db.session.get_one(Device, device_id))
            return scan(device, ScanRequest(scan_id, code, now), now).verdict

    assert together(context, 16, act) == {"welcome": 16}
    assert (count(Admission), count(Scan)) == (1, 1)


def test_one_stand_given_by_two_organisers_has_one_holder(context: Flask, event: Event) -> None:
    exhibitors = [make_exhibitor(event, name=name).id for name in ("Anna AG", "Bert GmbH")]
    slot_id = list_free_slots(event)[0].id
    db.session.rollback()

    def act(index: int) -> str:
        try:
            with transaction():
                slot = db.session.get_one(Slot, slot_id)
                exhibitor = db.session.get_one(Exhibitor, exhibitors[index % 2])
                assign(slot, exhibitor, BOOKED_AT, "olga")
        except SlotTaken as error:
            return f"held by {error.details['holder']}"
        return "won"

    told = together(context, 2, act)
    holder = db.session.scalars(select(Assignment)).one().exhibitor.name
    assert told == {"won": 1, f"held by {holder}": 1}


def test_tickets_sent_again_five_times_at_once_are_one_letter(context: Flask, event: Event) -> None:
    booking_id = make_booking(event).id
    with transaction():
        mark_sent(list_letters()[0].id, BOOKED_AT)
    later = BOOKED_AT + RESEND_PAUSE

    def send_again(_: int) -> str:
        with transaction():
            resend_confirmation(get_booking(booking_id), later, "test")
        return "asked"

    assert together(context, 5, send_again) == Counter(asked=5)
    db.session.rollback()
    assert sorted(letter.state for letter in list_letters()) == ["sent", "waiting"]
