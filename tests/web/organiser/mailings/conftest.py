"""An event whose guests are written to."""

import pytest
from flask import Flask

from tests.factories import make_event


@pytest.fixture
def slug(app: Flask) -> str:
    with app.app_context():
        return make_event(quota=2000).slug
