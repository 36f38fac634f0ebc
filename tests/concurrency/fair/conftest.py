"""An event whose stands several want."""

from collections.abc import Iterator

import pytest
from flask import Flask

from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db
from tests.factories import make_event


@pytest.fixture
def event(context: Flask) -> Iterator[Event]:
    event = make_event()
    db.session.rollback()
    yield event
    db.session.rollback()
