from datetime import UTC, datetime, timedelta
from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.devices import get_device_by_token
from ortenaudigital.checkin.rules import Action
from ortenaudigital.checkin.service import Reading, scan
from ortenaudigital.db import Base, db, transaction
from ortenaudigital.events.rules import RETENTION
from ortenaudigital.outbox.queries import list_letters
from ortenaudigital.outbox.service import mark_failed
from ortenaudigital.privacy.service import erase_expired
from tests.factories import make_booking, make_device, make_event, make_exhibitor

ENDS = datetime(2027, 10, 1, 11, 0, tzinfo=UTC)


def everything() -> str:
    rows = [db.session.execute(select(table)).all() for table in Base.metadata.sorted_tables]
    return str(rows)


def test_nobody_is_named_after_the_promised_day(context: Flask) -> None:
    event = make_event()
    make_booking(event, number=2, companions=("Ali Begleiter",), accessibility_needs="Rampe")
    make_exhibitor(event)
    _, token = make_device(event)
    with transaction():
        reading = Reading(uuid4(), "", ENDS, action=Action.UNDO, reason="Herr Klaus Kennt-Jeden")
        scan(get_device_by_token(token, ENDS), reading, ENDS)
    with transaction():
        for letter in list_letters():
            mark_failed(letter.id, "550 <erika@example.org>: user unknown", True, ENDS)
        assert erase_expired(ENDS + RETENTION - timedelta(seconds=1)) == []
    assert "Ali Begleiter" in everything()
    assert "Klaus" in everything()
    with transaction():
        assert erase_expired(ENDS + RETENTION) == [event.slug]
    left = everything()
    for word in ("Erika", "Müller", "erika@", "Ali", "Rampe", "Emil", "emil@", "muller", "Klaus"):
        assert word not in left, word
    assert len(db.session.scalars(select(Ticket)).all()) == 2
    assert len(db.session.scalars(select(Booking)).all()) == 1
    with transaction():
        assert erase_expired(ENDS + RETENTION * 2) == []
