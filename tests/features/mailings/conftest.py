"""An event whose guests are written to, and a postman who keeps what he is given."""

import pytest
from flask import Flask

from ortenaudigital.events.models import Event
from tests.factories import make_event
from tests.features.mailings.mailed import Taken


@pytest.fixture
def event(context: Flask) -> Event:
    return make_event()


@pytest.fixture
def post() -> Taken:
    return Taken()
