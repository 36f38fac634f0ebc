"""The report for the council: the same figures on the page, in the document and in the tables."""

import io
import zipfile
from datetime import timedelta

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from tests.factories import PASSWORD, make_booking, make_event, make_exhibitor, make_organiser
from tests.web.forms import page_of, submit, text_of
from tests.web.organiser.event.test_expected_guests import make_earlier

SLUG = "ortenau-digital-2027"


@pytest.fixture
def stage(app: Flask) -> None:
    """Make an edition that is over, and the one before, to which twenty of twenty-four came."""
    with app.app_context():
        make_earlier()
        day = utc_now().date() - timedelta(days=2)
        event = make_event(
            slug="frueher-2027", title="Später", first=day, second=day + timedelta(1)
        )
        make_booking(event, event.days[0].opens_at - timedelta(days=9), number=3)
        make_exhibitor(event)


URL = "/orga/frueher-2027/bericht"


def rows(browser: FlaskClient) -> dict[str, list[str]]:
    found = page_of(browser.get(URL)).xpath("//table[contains(@class,'report')]//tr[td]")
    cells = [[" ".join(c.text_content().split()) for c in row.xpath("./th|./td")] for row in found]
    return {words: numbers for words, *numbers in cells}


@pytest.mark.usefixtures("stage")
def test_page_document_and_tables_say_the_same(organiser: FlaskClient) -> None:
    shown = rows(organiser)
    assert shown["Gebuchte Tickets"] == ["3", "24"]
    assert shown["Personen, die da waren"] == ["0", "20"]
    assert shown["Bürgerticket: gekommen"] == ["0", "20"]
    assert shown["Start-ups"] == ["1", "–"]
    csv = organiser.get(f"{URL}/tabelle.csv")
    lines = [line.split(";") for line in csv.get_data().decode("utf-8-sig").splitlines()]
    assert lines[0][2] == "Später"
    assert lines[0][3].startswith("Ortenau Digital 2027")
    told = {line[1]: line[2:] for line in lines[1:]}
    assert told == {
        words: ["" if each == "–" else each for each in numbers] for words, numbers in shown.items()
    }
    with zipfile.ZipFile(io.BytesIO(organiser.get(f"{URL}/tabelle.xlsx").get_data())) as book:
        assert "Gebuchte Tickets" in book.read("xl/sharedStrings.xml").decode()
        assert "<v>24</v>" in book.read("xl/worksheets/sheet1.xml").decode()
    assert organiser.get(f"{URL}/tabelle.doc").status_code == 404


@pytest.mark.usefixtures("stage")
def test_the_document_is_tagged_and_its_pictures_are_described(organiser: FlaskClient) -> None:
    answer = organiser.get("/orga/frueher/bericht.pdf")
    assert answer.mimetype == "application/pdf"
    document = pikepdf.open(io.BytesIO(answer.get_data()))
    assert document.Root.MarkInfo.Marked
    assert b"pdfuaid" in document.Root.Metadata.read_bytes()
    described = [
        str(each.Alt)
        for each in document.objects
        if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
    ]
    assert len(described) == 1
    assert described[0].startswith("Einlass je fünf Minuten. Am meisten los war ab 8:30 Uhr: 20.")


@pytest.mark.usefixtures("stage")
def test_who_keeps_it_and_who_only_reads(app: Flask, organiser: FlaskClient) -> None:
    assert "Noch nicht gesichert." in text_of(organiser.get(URL))
    assert submit(organiser, URL).status_code == 303
    assert "Zuletzt gesichert am" in text_of(organiser.get(URL))
    with app.app_context():
        make_organiser("lesen@example.org", Role.READER, get_event("frueher-2027"))
    reader = app.test_client()
    submit(reader, "/orga/anmelden", email="lesen@example.org", password=PASSWORD)
    page = reader.get(URL)
    assert page.status_code == 200
    assert "Bericht sichern" not in text_of(page)
