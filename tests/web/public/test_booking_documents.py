"""The PDF behind the link of a booking: what is asked for it, and that it has every change."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.bookings.changes import reissue_ticket
from ortenaudigital.bookings.links import booking_key, ticket_url
from ortenaudigital.bookings.queries import get_booking_by_key
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.privacy.requests import erase, find
from tests.factories import make_booking, make_event_today
from tests.statements import counted
from tests.web.forms import submit

# One of them for the limit; raise it for a good reason only.
MOST = 5
# No event file allows more in one booking.
MOST_TICKETS = 50


@pytest.fixture
def place(app: Flask) -> str:
    return _booked(app, 2)


def _booked(app: Flask, number: int) -> str:
    with app.app_context():
        event = make_event_today(quota=100, slug=f"tag-{number}")
        with transaction():
            event.ticket_types[0].max_per_booking = MOST_TICKETS
        names = tuple(f"Gast {n}" for n in range(2, number + 1))
        booking = make_booking(event, utc_now(), number=number, companions=names)
        return f"/buchung/{booking_key(booking.id)}"


def pages(client: FlaskClient, place: str) -> list[tuple[str, str]]:
    """Return what stands on each page, and what its code says."""
    document = pypdfium2.PdfDocument(client.get(f"{place}/tickets.pdf").data)
    words = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    drawn = [page.render(scale=1.5).to_pil().convert("L") for page in document]
    codes = [zxingcpp.read_barcode(picture) for picture in drawn]
    return [(word, code.text if code else "") for word, code in zip(words, codes, strict=True)]


def test_what_is_asked_does_not_grow_with_the_tickets(app: Flask, client: FlaskClient) -> None:
    # The first one begins the count of the limit.
    client.get(f"{_booked(app, 2)}/tickets.pdf")
    asked = []
    for number in (1, 6, MOST_TICKETS):
        address = f"{_booked(app, number)}/tickets.pdf"
        with app.app_context(), counted(db.engine) as statements:
            answer = client.get(address)
        assert len(pikepdf.open(BytesIO(answer.data)).pages) == number
        asked.append(statements[0])
    assert len(set(asked)) == 1, asked
    assert asked[0] <= MOST


def test_a_new_name_is_on_the_next_document(client: FlaskClient, place: str) -> None:
    pages(client, place)
    submit(client, f"{place}/namen", "/namen", **{"names-1": "Kim Neumann"})

    (_, first), (second, _) = pages(client, place)

    assert "Kim Neumann" in second
    assert "Gast 2" not in second
    assert "/t/" in first


def test_a_cancelled_ticket_is_not_on_the_next_document(client: FlaskClient, place: str) -> None:
    assert len(pages(client, place)) == 2
    submit(client, f"{place}/stornieren?position=1", "/stornieren", position="1")

    ((words, _),) = pages(client, place)

    assert "Gast 2" in words


def test_a_new_code_is_on_the_next_document(app: Flask, client: FlaskClient, place: str) -> None:
    (_, old), (_, other) = pages(client, place)
    with app.app_context():
        ticket = get_booking_by_key(place.rpartition("/")[2]).tickets[0]
        with transaction():
            reissue_ticket(ticket, utc_now(), "olga")
        new = ticket_url(ticket)

    assert [code for _, code in pages(client, place)] == [new, other]
    assert new != old


def test_a_changed_event_is_on_the_next_document(
    app: Flask, client: FlaskClient, place: str
) -> None:
    pages(client, place)
    with app.app_context(), transaction():
        get_event("tag-2").venue_name = "Neue Halle"

    assert all("Neue Halle" in words for words, _ in pages(client, place))


def test_who_was_erased_has_no_document_any_more(
    app: Flask, client: FlaskClient, place: str
) -> None:
    pages(client, place)
    with app.app_context(), transaction():
        email = get_booking_by_key(place.rpartition("/")[2]).email
        erase(find(email), utc_now(), "olga")

    assert client.get(f"{place}/tickets.pdf").status_code == 404
