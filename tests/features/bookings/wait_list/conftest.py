"""An event without a place, and who has them all."""

from uuid import UUID

import pytest
from flask import Flask

from ortenaudigital.events.models import Event
from tests.features.bookings.wait_list.people import (
    full_event,
)


@pytest.fixture
def full(context: Flask) -> tuple[Event, list[UUID]]:
    event, bookings = full_event(3)
    return event, [each.id for each in bookings]
