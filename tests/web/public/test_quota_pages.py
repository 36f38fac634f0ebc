"""What guests and organisers read of places that are shared."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.events.models import Quota
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.db import transaction
from tests.factories import make_booking, make_event_today
from tests.web.forms import submit, text_of

GOOD = {"first_name": "Erika", "last_name": "Müller", "email": "erika@example.org"}


@pytest.fixture
def slug(app: Flask) -> str:
    """An event of 100 places whose house holds 8 today, 5 of which are taken."""
    with app.app_context():
        event = make_event_today(quota=100)
        with transaction():
            house = Quota(event_id=event.id, size=8)
            hall = Quota(event_id=event.id, slug="saal", title={"de": "Saal"}, size=50)
            event.days[1].quota = house
            for ticket_type in get_event(event.slug).ticket_types:
                ticket_type.draws_on = [ticket_type.quota, house, hall]
        make_booking(event, event.days[0].opens_at, number=5)
        return event.slug


def test_guests_read_what_is_left_and_what_is_full(client: FlaskClient, slug: str) -> None:
    assert "3 Plätze sind noch frei" in text_of(client.get(f"/{slug}/"))
    answer = submit(client, f"/{slug}/tickets", **GOOD, number="4")
    assert answer.status_code == 409
    words = text_of(answer)
    assert "sind im Haus nicht mehr genügend Plätze frei. Noch zu haben: 3." in words
    assert "Erika" in answer.get_data(as_text=True)
    client.set_cookie("lang", "fr")
    french = submit(client, f"/{slug}/tickets", **GOOD, number="4")
    assert "plus assez de places sur le lieu" in text_of(french)
    client.delete_cookie("lang")
    assert submit(client, f"/{slug}/tickets", **GOOD, number="3").status_code == 303
    assert "Alle Plätze sind vergeben" in text_of(client.get(f"/{slug}/"))


def test_organisers_see_what_types_share(organiser: FlaskClient, slug: str) -> None:
    words = text_of(organiser.get(f"/orga/{slug}/"))
    assert "Gemeinsame Plätze" in words
    assert "Saal 5 von 50" in words
    assert "5 von 8" in words
    # Both types together have no more than the house holds.
    assert "Plätze noch öffentlich buchbar 3" in words
    assert "Tickets gebucht 5 von 8" in words
