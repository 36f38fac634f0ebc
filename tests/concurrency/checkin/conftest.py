"""An event with many places, and a door of it."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db, transaction
from tests.concurrency.checkin.door import Door
from tests.factories import make_event


@pytest.fixture
def event(context: Flask) -> Iterator[Event]:
    event = make_event(quota=100)
    with transaction():
        event.reentry = True
    db.session.rollback()
    yield event
    db.session.rollback()


@pytest.fixture
def door(event: Event, now: datetime) -> Door:
    return Door(event, now)
