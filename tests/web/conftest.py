import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import PASSWORD, make_organiser
from tests.web.cast import Stage, make_stage
from tests.web.forms import submit


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    """A browser in which Olga has logged in."""
    with app.app_context():
        email = make_organiser().email
    client = app.test_client()
    answer = submit(client, "/orga/anmelden", email=email, password=PASSWORD)
    assert answer.status_code == 302
    return client


@pytest.fixture
def stage(app: Flask) -> Stage:
    return make_stage(app)
