"""Another address, on the pages: asked for here, confirmed there, told to the former one."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.bookings.links import address_change_key
from ortenaudigital.bookings.models import AddressChange
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from tests.factories import make_booking
from tests.invited import set_type
from tests.web.forms import page_of, submit, text_of
from tests.web.public.booking.conftest import Booked

NEW = "neu@example.org"


def link(app: Flask) -> str:
    with app.app_context():
        change = db.session.scalars(select(AddressChange)).one()
        return f"/bestaetigen/adresse/{address_change_key(change.id)}"


def email(mine: Booked) -> str:
    with mine.app.app_context():
        return mine.read().email


def test_an_address_is_changed_by_whoever_reads_it(
    app: Flask, client: FlaskClient, mine: Booked
) -> None:
    answer = submit(client, f"{mine.page}/adresse", email=NEW)
    assert "Erst wenn Sie dort bestätigen" in text_of(client.get(answer.location))
    address = link(app)
    asked = client.get(address)
    assert email(mine) == "erika@example.org", "looking confirms nothing"
    # Whoever reads the new mailbox may be a stranger.
    html = asked.get_data(as_text=True)
    for secret in ("erika@", "Erika", mine.page.rsplit("/", 1)[-1]):
        assert secret not in html
    for _ in range(2):
        confirmed = client.post(address)
        assert confirmed.status_code == 303
    assert "Diese Adresse ist bestätigt" in text_of(client.get(confirmed.location))
    assert email(mine) == NEW
    assert mine.letters().count("bookings.address_changed") == 1
    assert mine.letters().count("bookings.confirmation") == 2
    assert "erika@example.org" not in client.get(mine.page).get_data(as_text=True)


@pytest.mark.parametrize(
    "bad",
    [
        "",
        " ",
        "erika",
        "erika@",
        "@example.org",
        "a@b@c.de",
        "jürgen@example.org",
        "a b@example.org",
        "erika@example..org",
        "x" * 250 + "@example.org",
        "a@example.org\r\nBcc: b@example.org",
        "<script>@example.org",
    ],
)
def test_addresses_that_are_none_are_refused_and_kept(
    client: FlaskClient, mine: Booked, bad: str
) -> None:
    answer = submit(client, f"{mine.page}/adresse", email=bad)
    assert answer.status_code == 422
    shown = page_of(answer).xpath("//input[@name='email']/@value") or [""]
    assert shown[0] == " ".join(bad.split())
    assert "bookings.confirm_address" not in mine.letters()


def test_the_same_address_says_so(client: FlaskClient, mine: Booked) -> None:
    answer = submit(client, f"{mine.page}/adresse", email="Erika@example.org")
    assert answer.status_code == 409
    assert "An diese Adresse schreiben wir Ihnen schon." in text_of(answer)


@pytest.mark.parametrize("key", ["x" * 26, "", "a/b", "%00", "ä", "1" * 300])
def test_keys_that_are_none_confirm_nothing(client: FlaskClient, mine: Booked, key: str) -> None:
    for method in ("GET", "POST"):
        assert client.open(f"/bestaetigen/adresse/{key}", method=method).status_code in (404, 405)


def test_a_stale_link_says_what_to_do(app: Flask, client: FlaskClient, mine: Booked) -> None:
    submit(client, f"{mine.page}/adresse", email=NEW)
    stale = link(app)
    submit(client, f"{mine.page}/adresse", email="andere@example.org")
    for method in ("GET", "POST"):
        answer = client.open(stale, method=method)
        assert answer.status_code == 404
        assert "Auf der Seite der Buchung können Sie sie noch einmal angeben." in text_of(answer)
    assert email(mine) == "erika@example.org"


def test_an_address_that_has_enough_says_so_to_its_owner_alone(
    app: Flask, client: FlaskClient, mine: Booked
) -> None:
    with app.app_context():
        event = mine.read().event
        set_type(event.slug, 0, max_per_address=2)
        make_booking(event, utc_now(), number=1, email=NEW)
    asked = submit(client, f"{mine.page}/adresse", email=NEW)
    # Whoever types an address learns nothing of it.
    assert asked.status_code == 303
    for method in ("GET", "POST"):
        answer = client.open(link(app), method=method)
        assert answer.status_code == 409
        assert "Die Buchung bleibt deshalb bei ihrer bisherigen Adresse." in text_of(answer)
    assert email(mine) == "erika@example.org"
