"""Whoever reads the database cannot repeat what was sent, and a repeat finds only its own."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import MetaData, select

from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.models import Booking
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.models import Admission, Scan
from ortenaudigital.checkin.paper.commands import Sheet, enter
from ortenaudigital.checkin.rules import Action
from ortenaudigital.fair.applications.commands import apply
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.kernel.db import db, transaction
from tests.factories import (
    BOOKED_AT,
    application,
    booking_request,
    make_booking,
    make_device,
    make_event,
    make_exhibitor,
    needs,
)


def everything() -> str:
    """Read all tables as they are, without what our own types make of them."""
    stored = MetaData()
    stored.reflect(db.engine)
    rows = [db.session.execute(select(table)).all() for table in stored.sorted_tables]
    return str(rows).replace("-", "").lower()


def admit(token: str, now: datetime, scan_id: UUID, code: str = "", **changes: object) -> str:
    with transaction():
        request = ScanRequest(scan_id, code, now, **changes)  # type: ignore[arg-type]  # test values
        return scan(get_device_by_token(token, now), request, now).verdict


def test_no_id_that_was_sent_stands_in_the_database(context: Flask, now: datetime) -> None:
    event, sent = make_event(), [uuid4() for _ in range(6)]
    booking = make_booking(event, number=2, request_id=sent[0])
    make_exhibitor(event, request_id=sent[1])
    _, token = make_device(event)
    first, second = [ticket.short_code for ticket in booking.tickets]
    assert admit(token, now, sent[2], first) == "welcome"
    type_id = booking.tickets[0].ticket_type_id
    walk_in = {"action": Action.WALK_IN, "ticket_type_id": type_id, "name": "Gast"}
    assert admit(token, now, sent[3], **walk_in) == "welcome"
    assert admit(token, now, sent[4], action=Action.UNDO, undoes=sent[2], reason="x") == "undone"
    with transaction():
        enter(event, Sheet(sent[5], [second], now), now, "olga")
    stored = everything()
    assert booking.id.hex in stored
    for each in sent:
        assert each.hex not in stored


def test_what_stands_in_the_database_opens_nothing(context: Flask, now: datetime) -> None:
    event = make_event()
    booking = make_booking(event)
    exhibitor = make_exhibitor(event)
    _, token = make_device(event)
    assert admit(token, now, uuid4(), booking.tickets[0].short_code) == "welcome"
    walk_in = {"action": Action.WALK_IN, "ticket_type_id": booking.tickets[0].ticket_type_id}
    assert admit(token, now, uuid4(), name="Gast", **walk_in) == "welcome"
    stolen = [UUID(int=each.int) for each in db.session.scalars(select(Booking.request_id))]
    stolen += [UUID(int=each.int) for each in db.session.scalars(select(Scan.scan_id))]
    stolen += [UUID(int=each.int) for each in db.session.scalars(select(Admission.scan_id))]
    known = set(db.session.scalars(select(Booking.id)))
    for each in stolen:
        assert make_booking(event, request_id=each).id not in known
    theft = UUID(int=db.session.scalars(select(Exhibitor.request_id)).one().int)
    assert make_exhibitor(event, request_id=theft).id != exhibitor.id


def test_the_id_of_a_scan_does_not_open_the_booking_it_made(context: Flask, now: datetime) -> None:
    event = make_event()
    _, token = make_device(event)
    scan_id = uuid4()
    type_id = event.ticket_types[0].id
    walk_in = {"action": Action.WALK_IN, "ticket_type_id": type_id, "name": "Gast"}
    assert admit(token, now, scan_id, **walk_in) == "welcome"
    (made,) = db.session.scalars(select(Booking.id)).all()
    assert make_booking(event, request_id=scan_id).id != made


@pytest.mark.parametrize(
    "change",
    [
        {"first_name": "Erik"},
        {"last_name": "Maier"},
        {"email": "erik@example.org"},
        {"number": 3},
        {"companions": ("Kim",)},
        {"needs": needs("Rampe")},
    ],
)
def test_a_form_sent_again_with_other_data_is_another_booking(
    context: Flask, change: dict[str, object]
) -> None:
    event, same = make_event(), {"request_id": uuid4(), "number": 2, "companions": ("Ali",)}
    first = make_booking(event, **same)
    assert make_booking(event, **same).id == first.id
    assert make_booking(event, **same, language="fr").id == first.id
    assert make_booking(event, **same, email="Erika@Example.org").id == first.id
    changed = make_booking(event, **(same | change))
    assert changed.id != first.id
    assert make_booking(event, **(same | change)).id == changed.id


def test_a_form_sent_again_for_another_event_is_another_booking(context: Flask) -> None:
    first, second = make_event(), make_event(slug="andere", title="Andere")
    request = booking_request()
    with transaction():
        ids = {book(event.slug, request, BOOKED_AT) for event in (first, second, first)}
    assert len(ids) == 2


@pytest.mark.parametrize(
    "change", [{"name": "Anderswo"}, {"email": "e@example.org"}, {"wishes": "Strom"}]
)
def test_an_application_sent_again_with_other_data_is_another(
    context: Flask, change: dict[str, str]
) -> None:
    event, request_id = make_event(), uuid4()
    first = application(request_id=request_id)
    other = application(request_id=request_id, **change)
    with transaction():
        ids = [apply(event, each, BOOKED_AT).id for each in (first, other, first, other)]
    assert ids[0] == ids[2]
    assert ids[1] == ids[3]
    assert ids[0] != ids[1]


def test_a_paper_form_of_one_day_says_nothing_of_another(context: Flask, now: datetime) -> None:
    event = make_event()
    booking = make_booking(event)
    code, request_id = booking.tickets[0].short_code, uuid4()
    first_day = event.days[0].opens_at
    with transaction():
        (wrong,) = enter(event, Sheet(request_id, [code], first_day), now, "olga")
        (right,) = enter(event, Sheet(request_id, [code], now), now, "olga")
        (again,) = enter(event, Sheet(request_id, [code], now), now, "olga")
    assert [each.result.verdict for each in (wrong, right, again)] == [
        "wrong_day",
        "welcome",
        "welcome",
    ]
