"""What a private link opens is kept by no cache: whoever uses the computer next finds nothing."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect

from ortenaudigital.bookings.access.links import invitation_key
from ortenaudigital.bookings.changes import ask_for_address
from ortenaudigital.bookings.links import (
    address_change_key,
    booking_key,
    companion_key,
    ticket_code,
)
from ortenaudigital.fair.links import address_proof, exhibitor_key
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.shared.access.guards import Access
from tests.factories import make_booking, make_event_today, make_exhibitor
from tests.invited import make_code, make_invitation, text_of_code


@pytest.fixture
def keys(app: Flask) -> dict[str, str]:
    with app.app_context():
        event = make_event_today()
        exhibitor, booking = make_exhibitor(event), make_booking(event, utc_now())
        code = ticket_code(booking.tickets[0].id, 0)
        with transaction():
            change_id = ask_for_address(booking, "neu@example.org", utc_now())
        (exhibitor_id,) = inspect(exhibitor).identity
        return {
            "public.": booking_key(booking.id),
            "exhibitors.": exhibitor_key(exhibitor_id),
            "code": code,
            "own": companion_key(booking.tickets[0].id, 0),
            "change_key": address_change_key(change_id),
            "int:position": "1",
            "answer": "ja",
            "proof": address_proof(exhibitor_id),
            "slug": event.slug,
            "invitation_key": invitation_key(make_invitation(event, now=utc_now()).id),
            "access_code": text_of_code(make_code(event, utc_now())),
        }


def test_nothing_behind_a_private_link_is_cached(
    app: Flask, client: FlaskClient, keys: dict[str, str]
) -> None:
    rules: dict[str, Access] = app.extensions["access_rules"]
    secret = [
        rule
        for rule in app.url_map.iter_rules()
        if rules[rule.endpoint] is Access.SECRET_LINK and "GET" in (rule.methods or ())
    ]
    assert {rule.endpoint for rule in secret} >= {"public.ticket", "exhibitors.portal"}
    for rule in secret:
        owner = rule.endpoint.split(".")[0] + "."
        values = keys | {"key": keys[owner]}
        path = rule.rule
        for name, value in values.items():
            path = path.replace(f"<{name}>", value)
        answer = client.get(path)
        # An address that is confirmed already leads to the portal.
        assert answer.status_code in (200, 302), path
        assert "<" not in path
        cached = answer.headers["Cache-Control"]
        assert "no-store" in cached, rule.endpoint
        assert "max-age" not in cached
