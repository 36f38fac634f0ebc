"""The pages on which organisers find duplicates and merge them, and where links lead then."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.bookings.links import booking_key
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from tests.factories import make_booking, make_event, make_event_today
from tests.web.forms import page_of, submit, text_of

BASE = "/orga/ortenau-digital-2027/buchungen"


@dataclass(frozen=True)
class Pair:
    into: str
    other: str
    reference: str
    key: str
    key_of_other: str


@pytest.fixture
def pair(app: Flask) -> Pair:
    with app.app_context():
        event = make_event_today()
        into, other = (
            make_booking(event, utc_now(), number=number, last_name=name)
            for number, name in ((2, "Müller"), (1, "Müller-Lahr"))
        )
        keys = [booking_key(each.id) for each in (into, other)]
        return Pair(str(into.id), str(other.id), other.reference, *keys)


def test_two_bookings_become_one_after_a_look_at_both(
    app: Flask, organiser: FlaskClient, pair: Pair
) -> None:
    words = text_of(organiser.get(f"{BASE}/{pair.into}"))
    assert "Vielleicht doppelt" in words
    listed = page_of(organiser.get(f"{BASE}/doppelt"))
    (link,) = listed.xpath("//a[contains(@href, '/zusammenfuehren')]/@href")
    look = text_of(organiser.get(link))
    assert "1 Ticket zieht um." in look
    assert "Rückgängig machen lässt sich das nicht." in look
    page = f"{BASE}/{pair.into}/zusammenfuehren?mit={pair.reference.lower()}"
    answer = submit(organiser, page, f"{pair.into}/zusammenfuehren")
    assert answer.location == f"{BASE}/{pair.into}"
    words = text_of(organiser.get(answer.location))
    assert "Ein Ticket ist hierher übernommen." in words
    assert f"{pair.reference} hierher übernommen" in words
    gone = text_of(organiser.get(f"{BASE}/{pair.other}"))
    assert "Diese Buchung ist in eine andere übernommen" in gone
    # The history of each tells that of the other along, and says of which it is.
    for address in (pair.into, pair.other):
        shown = page_of(organiser.get(f"{BASE}/{address}"))
        (history,) = shown.xpath("//section[@aria-labelledby='history']")
        told = history.text_content()
        assert "2 Tickets gebucht" in told
        assert "1 Ticket gebucht" in told
    # What somebody still reads on paper finds where the tickets are.
    for words in (pair.reference, f"{pair.reference}-1"):
        found = page_of(organiser.get(f"{BASE}?q={words}")).xpath("//tbody//a/@href")
        assert any(f"{BASE}/{pair.into}" in each for each in found), words
    assert "Keine doppelten Buchungen" in text_of(organiser.get(f"{BASE}/doppelt"))


def test_links_of_guests_lead_on(
    app: Flask, organiser: FlaskClient, client: FlaskClient, pair: Pair
) -> None:
    page = f"{BASE}/{pair.into}/zusammenfuehren?mit={pair.reference}"
    submit(organiser, page, f"{pair.into}/zusammenfuehren")
    for path in ("", "/tickets.pdf", "/termin.ics", "/stornieren", "/angaben", "/adresse"):
        answer = client.get(f"/buchung/{pair.key_of_other}{path}")
        assert (answer.status_code, answer.location) == (303, f"/buchung/{pair.key}{path}"), path
    # What was sent to the one is not done to the other.
    answer = client.post(f"/buchung/{pair.key_of_other}/stornieren", data={"position": "1"})
    assert answer.location == f"/buchung/{pair.key}"
    with app.app_context():
        assert len(get_booking_of(pair)) == 3


def get_booking_of(pair: Pair) -> list[int]:
    return [each.position for each in get_booking(UUID(pair.into)).valid_tickets]


@pytest.mark.one_database("what is read of a form does not depend on it")
@pytest.mark.parametrize(
    ("typed", "status"),
    [("OD-000000", 422), ("<script>", 422), ("x" * 500, 422), ("itself", 409)],
)
def test_what_is_no_other_booking_is_said(
    app: Flask, organiser: FlaskClient, pair: Pair, typed: str, status: int
) -> None:
    if typed == "itself":
        typed = pair.reference
        page = f"{BASE}/{pair.other}/zusammenfuehren?mit={typed}"
    else:
        page = f"{BASE}/{pair.into}/zusammenfuehren?mit={typed}"
    answer = organiser.get(page)
    assert answer.status_code == status
    assert page_of(answer).xpath("//*[@role='alert']")
    assert "<script>alert" not in answer.get_data(as_text=True)


def test_bookings_of_other_events_do_not_exist_here(
    app: Flask, organiser: FlaskClient, pair: Pair
) -> None:
    with app.app_context():
        make_event(slug="andere")
        foreign = make_booking(get_event("andere"))
        foreign_id, reference = foreign.id, foreign.reference
    page = f"{BASE}/{pair.into}/zusammenfuehren"
    assert organiser.get(f"{page}?mit={reference}").status_code == 422
    token = page_of(organiser.get(f"{page}?mit={pair.reference}")).xpath(
        "//form[@method='post']//input[@name='csrf_token']/@value"
    )[-1]
    for wrong, status in ((str(foreign_id), 404), ("1", 422), ("", 422)):
        answer = organiser.post(page, data={"csrf_token": token, "other": wrong})
        assert answer.status_code == status
