"""A person in every feature."""

from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.bookings.models import Booking
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.commands import set_override
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.models import Scan
from ortenaudigital.checkin.rules import Action
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.commands import mark_failed
from ortenaudigital.outbox.queries import list_letters_about
from tests.factories import (
    BOOKED_AT,
    make_booking,
    make_device,
    make_event,
    make_exhibitor,
    make_list,
    make_organiser,
    needs,
)
from tests.fair.contacts import make_contact
from tests.features.privacy.people import ADDRESS, FIRST, LAST, NAME, Stage, hers
from tests.features.privacy.promise import ENDS, HOUR


@pytest.fixture
def stage(context: Flask) -> Stage:
    event = make_event()
    booking = make_booking(event, number=2, companions=("Ali",), needs=needs("R4mpe"), **hers())
    other = make_booking(event, number=2, companions=(NAME,))
    account = make_organiser(ADDRESS, Role.ORGANISER, event)
    fair = make_exhibitor(event, name=f"Töpferei {NAME}", contact_name=NAME, email=ADDRESS.upper())
    someone = make_exhibitor(event, name="Rebsensor")
    device, token = make_device(event, f"Handy von {NAME}")
    with transaction():
        set_override(device, True, BOOKED_AT, "olga@example.org")
        account.name = NAME
        assign(list_free_slots(event)[0], fair, BOOKED_AT, "olga@example.org")
        assign(list_free_slots(event)[0], someone, BOOKED_AT, ADDRESS)
        for letter in [*list_letters_about(str(booking.id)), *list_letters_about(str(fair.id))]:
            mark_failed(letter.id, f"450 <{ADDRESS}>: try later", False, BOOKED_AT)
    make_list(event, BOOKED_AT)
    handed = {"name": NAME, "email": ADDRESS, "company": f"Töpferei {NAME}", "message": NAME}
    receiver = make_exhibitor(event, name="Gigabit")
    make_contact(receiver, booking, BOOKED_AT, **handed)
    make_contact(receiver, None, BOOKED_AT, **handed)
    paired = get_device_by_token(token, ENDS - HOUR)
    code, at = booking.tickets[0].short_code, ENDS - HOUR
    requests = [
        ScanRequest(uuid4(), code, at, action=Action.OVERRIDE, reason=f"Ausweis von {FIRST}"),
        ScanRequest(uuid4(), "", at, action=Action.UNDO, reason=f"Frau {LAST} hat sich vertan"),
        ScanRequest(
            uuid4(),
            "",
            at,
            action=Action.WALK_IN,
            name=NAME,
            ticket_type_id=event.ticket_types[0].id,
        ),
    ]
    for request in requests:
        with transaction():
            scan(paired, request, at)
    walk_in = db.session.scalars(select(Booking).where(Booking.at_door)).unique().one()
    undone = db.session.scalar(select(Scan.id).where(Scan.reason.contains("vertan")))
    assert undone is not None
    companion = other.tickets[1].short_code
    return Stage(event, booking, walk_in.reference, companion, device.id, undone, fair)
