"""The moment a booking opens, and the one at which all is gone: honest pages, and nothing lost."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.factories import make_event, make_event_today
from tests.web.forms import page_of, submit, text_of

GUEST = {"first_name": "Erika", "last_name": "Müller <b>", "email": "erika@example.org"}


def event_with(app: Flask, **values: datetime) -> str:
    """Make an event with a window; return where it is booked."""
    with app.app_context():
        event = make_event()
        with transaction():
            for name, moment in values.items():
                setattr(event, name, moment)
        return f"/{event.slug}/tickets"


def seconds_left(client: FlaskClient, url: str) -> int:
    (line,) = page_of(client.get(url)).xpath("//p[@data-opens-in]")
    return int(line.get("data-opens-in"))


def test_who_waits_is_told_how_long_by_the_clock_of_the_server(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens_at = utc_now() + timedelta(days=30)
    url = event_with(app, booking_opens_at=opens_at)

    def now(before: timedelta) -> None:
        def moment() -> datetime:
            return opens_at - before

        for module in ("tickets", "offering.page", "offering.taking"):
            monkeypatch.setattr(f"ortenaudigital.web.public.{module}.utc_now", moment)

    now(timedelta(days=2))
    assert seconds_left(client, url) == 2 * 86_400
    # Rounded up: nobody is let to ask before it is open.
    now(timedelta(seconds=9.1))
    assert seconds_left(client, url) == 10
    now(timedelta(seconds=-1))
    assert page_of(client.get(url)).forms[-1].fields["request_id"]


def test_nobody_counts_down_to_what_will_not_open(app: Flask, client: FlaskClient) -> None:
    url = event_with(app, booking_closes_at=utc_now() - timedelta(hours=1))
    page = page_of(client.get(url))
    assert not page.xpath("//p[@data-opens-in]")
    assert not page.xpath("//script[contains(@src, 'public')]")


@pytest.fixture
def last_place(app: Flask) -> str:
    with app.app_context():
        return f"/{make_event_today(quota=1).slug}/tickets"


def sold_out(app: Flask, client: FlaskClient, url: str) -> list[dict[str, str]]:
    """Press when somebody else has just got the last place; return the forms of the page."""
    fields = dict(page_of(client.get(url)).forms[-1].form_values()) | GUEST
    submit(client, url, first_name="Kim", last_name="Ernst", email="kim@example.org")
    answer = client.post(url, data=fields)
    assert answer.status_code == 409
    assert "Alle Plätze sind vergeben" in text_of(answer)
    assert "Ihre Angaben sind noch da" in text_of(answer)
    forms = [form for form in page_of(answer).forms if form.method == "POST"]
    return [dict(form.form_values(), action=form.action) for form in forms]


def test_who_is_too_late_waits_with_what_was_typed(
    app: Flask, client: FlaskClient, last_place: str
) -> None:
    waiting, again = sold_out(app, client, last_place)
    for form in (waiting, again):
        assert {name: form[name] for name in GUEST} == GUEST
    answer = client.post(waiting.pop("action"), data=waiting)
    assert answer.status_code == 303
    with app.app_context():
        entry = db.session.query(WaitListEntry).one()
        assert (entry.first_name, entry.email) == (GUEST["first_name"], GUEST["email"])


def test_who_is_too_late_tries_again_with_what_was_typed(
    app: Flask, client: FlaskClient, last_place: str
) -> None:
    _, again = sold_out(app, client, last_place)
    action = again.pop("action")
    assert client.post(action, data=again).status_code == 409
    with app.app_context():
        booking = db.session.query(Booking).one()
        key_of_kim = booking.email
    assert key_of_kim == "kim@example.org"


def test_a_page_that_is_only_looked_at_repeats_nothing(
    app: Flask, client: FlaskClient, last_place: str
) -> None:
    submit(client, last_place, **GUEST)
    page = page_of(client.get(last_place))
    assert "Ihre Angaben" not in page.text_content()
    assert not [form for form in page.forms if form.method == "POST"]
