import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.fair.applications.organising.board import Filters, show_board
from ortenaudigital.kernel.clock import utc_now
from tests.factories import make_booking, make_event, make_event_today, make_exhibitor
from tests.web.forms import page_of, submit, text_of

BASE = "/orga/ortenau-digital-2027"


@pytest.fixture
def fifty(app: Flask) -> None:
    with app.app_context():
        event = make_event()
        for number in range(50):
            make_exhibitor(
                event, accepted=False, name=f"Firma {number}", email=f"f{number}@x.example"
            )


def names(client: FlaskClient, address: str) -> list[str]:
    return page_of(client.get(address)).xpath("//tbody//th/a/text()")


def test_fifty_exhibitors_come_in_pages_in_the_order_of_their_numbers(
    organiser: FlaskClient, fifty: None
) -> None:
    first = names(organiser, f"{BASE}/aussteller")
    second = names(organiser, f"{BASE}/aussteller?seite=2")
    assert first + second == [f"Firma {number}" for number in range(50)]
    assert names(organiser, f"{BASE}/aussteller?seite=99") == second
    assert "50 Aussteller" in text_of(organiser.get(f"{BASE}/aussteller"))


def test_exhibitors_are_found_by_name_and_address(organiser: FlaskClient, fifty: None) -> None:
    assert names(organiser, f"{BASE}/aussteller?q=firma 17") == ["Firma 17"]
    assert names(organiser, f"{BASE}/aussteller?q=F44@X") == ["Firma 44"]
    assert "Nichts gefunden" in text_of(organiser.get(f"{BASE}/aussteller?q=niemand"))
    assert names(organiser, f"{BASE}/aussteller?q=firma 17&status=accepted") == []


def test_stands_are_found_and_sorted(app: Flask) -> None:
    with app.app_context():
        event = make_event()
        for name in ("Zell Netz", "Ölmühle", "Oberkirch IT", "äpfel"):
            make_exhibitor(event, name=name)
        found = show_board(event, Filters(), 1, event.days[0].date).lines
        assert [e.name for e in found] == ["äpfel", "Oberkirch IT", "Ölmühle", "Zell Netz"]


def test_the_way_back_keeps_the_filters(app: Flask, organiser: FlaskClient, fifty: None) -> None:
    page = page_of(organiser.get(f"{BASE}/aussteller?q=firma&status=applied&seite=2"))
    row = page.xpath("//tbody//th/a/@href")[0]
    exhibitor = page_of(organiser.get(row))
    back = exhibitor.xpath("//a[@class='back-link']/@href")[0]
    assert names(organiser, back) == names(
        organiser, f"{BASE}/aussteller?q=firma&status=applied&seite=2"
    )
    action = next(f.action for f in exhibitor.forms if "entscheiden" in (f.action or ""))
    decided = submit(organiser, row, action, decision="accept")
    assert "q=firma" in decided.location
    assert "seite=2" in decided.location


def test_the_way_back_from_a_booking_keeps_the_filters(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make_booking(make_event_today(), utc_now())
    row = page_of(organiser.get(f"{BASE}/buchungen?q=erika&status=valid")).xpath(
        "//tbody//th//a/@href"
    )[0]
    booking = page_of(organiser.get(row))
    back = booking.xpath("//a[@class='back-link']/@href")[0]
    assert back == f"{BASE}/buchungen?q=erika&status=valid"
    for form in booking.forms:
        if "/buchungen/" in (form.action or ""):
            assert "q=erika" in form.action


def test_former_exhibitors_are_invited_from_their_page(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        dates = {"first": "2026-09-30", "second": "2026-10-01"}
        old = make_event(slug="damals", title="Damals", **dates)
        make_exhibitor(old, name="Rebsensor", email="reb@example.org")
        make_event()
    page = "/orga/ortenau-digital-2027/aussteller/wieder-einladen"
    assert "Rebsensor Damals" in text_of(organiser.get(page))
    assert submit(organiser, page).status_code == 303
    assert "1 Brief geht hinaus." in text_of(organiser.get(page))
    assert "Niemand einzuladen" in text_of(organiser.get(page))
