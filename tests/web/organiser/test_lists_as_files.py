"""Lists as files: just what the page shows, and only for whom names may leave the house."""

import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.adapters.tables import formats
from ortenaudigital.events.queries import get_event
from tests.factories import PASSWORD, make_booking, make_event, make_exhibitor, make_organiser
from tests.web.forms import page_of, submit

BASE = "/orga/ortenau-digital-2027"


def rows(answer_text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer_text.lstrip("\ufeff")), delimiter=";"))


@pytest.fixture
def fair(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        event = make_event()
        make_booking(event, first_name="Anna", last_name="=1+1", email="anna@example.org")
        make_booking(
            event, first_name="Bert", last_name="Berg", email="b@example.org", language="fr"
        )
        make_exhibitor(event, name="Rebsensor")
        make_exhibitor(event, False, name="Weinlaube")


@pytest.mark.parametrize(
    ("query", "references"), [("", 2), ("q=anna", 1), ("sprache=fr", 1), ("q=niemand", 0)]
)
def test_bookings_are_those_of_the_page(
    fair: None, organiser: FlaskClient, query: str, references: int
) -> None:
    page = page_of(organiser.get(f"{BASE}/buchungen?{query}"))
    shown = {link.text_content() for link in page.xpath("//tbody//th//a")}
    links = page.xpath("//a[text()='CSV']/@href")
    assert bool(links) is bool(references)
    answer = organiser.get(links[0] if links else f"{BASE}/buchungen/liste.csv?{query}")
    assert answer.mimetype == "text/csv"
    found = rows(answer.get_data(as_text=True))
    assert {row["Buchungsnummer"] for row in found} == shown
    assert len(found) == references
    # A name that is a formula is text.
    assert not any(row["Nachname"].startswith("=") for row in found)


def test_a_long_list_goes_out_as_it_is_read(
    fair: None, organiser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = organiser.get(f"{BASE}/buchungen/liste.csv")
    assert "Content-Length" in short.headers
    monkeypatch.setattr(formats, "PIECE_LINES", 1)
    long = organiser.get(f"{BASE}/buchungen/liste.csv")
    # Nobody knows how long it becomes.
    assert "Content-Length" not in long.headers
    assert long.data == short.data


def test_exhibitors_are_those_of_the_page(fair: None, organiser: FlaskClient) -> None:
    page = page_of(organiser.get(f"{BASE}/aussteller?status=accepted"))
    (link,) = page.xpath("//a[text()='CSV']/@href")
    assert [row["Name"] for row in rows(organiser.get(link).get_data(as_text=True))] == [
        "Rebsensor"
    ]
    excel = organiser.get(page.xpath("//a[text()='Excel']/@href")[0])
    assert excel.data.startswith(b"PK")
    assert organiser.get(f"{BASE}/aussteller/liste.exe").status_code == 404


def test_who_only_reads_takes_no_names_along(fair: None, app: Flask) -> None:
    with app.app_context():
        make_organiser("leo@example.org", Role.READER, get_event("ortenau-digital-2027"))
    reader = app.test_client()
    submit(reader, "/orga/anmelden", email="leo@example.org", password=PASSWORD)
    assert reader.get(f"{BASE}/buchungen").status_code == 200
    assert not page_of(reader.get(f"{BASE}/buchungen")).xpath("//a[text()='CSV']")
    for file in ("buchungen/liste.csv", "aussteller/liste.xlsx"):
        assert reader.get(f"{BASE}/{file}").status_code == 403
