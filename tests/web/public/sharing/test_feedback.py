"""Reports about pages, as visitors send them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from ortenaudigital.bookings.links import booking_key, ticket_code
from ortenaudigital.events.queries import get_event
from ortenaudigital.feedback.models import Report
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from tests.factories import make_booking, make_event, make_event_today
from tests.web.forms import page_of, submit, text_of

FORM = "/fehler-melden"
WORDS = {"message": "Der Knopf fehlt.", "page": "/impressum", "email": ""}


def reports(app: Flask) -> list[tuple[str, str, str, int | None]]:
    with app.app_context():
        columns = (Report.page, Report.message, Report.email, Report.event_id)
        return [tuple(row) for row in db.session.execute(select(*columns).order_by(Report.id))]  # type: ignore[misc]  # four columns


@pytest.mark.parametrize("language", ["de", "en", "fr"])
def test_the_foot_of_a_page_leads_to_a_form_that_knows_it(
    app: Flask, client: FlaskClient, language: str
) -> None:
    with app.app_context():
        event_id = make_event().id
    page = page_of(client.get(f"/ortenau-digital-2027/tickets?lang={language}"))
    (link,) = page.xpath("//footer//a[contains(@href, 'fehler-melden')]/@href")
    form = page_of(client.get(link))
    assert form.xpath("//input[@name='page']/@value") == ["/ortenau-digital-2027/tickets"]
    answer = submit(client, link, FORM, message="Der Knopf fehlt.", email="nora@example.org")
    assert (answer.status_code, answer.location) == (303, f"{FORM}/danke")
    assert client.get(answer.location).status_code == 200
    expected = ("/ortenau-digital-2027/tickets", "Der Knopf fehlt.", "nora@example.org", event_id)
    assert reports(app) == [expected]
    with app.app_context():
        assert db.session.scalars(select(Report.language)).one() == language


def test_no_secret_link_gets_into_a_report(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        booking = make_booking(make_event_today(), utc_now())
        key, code = booking_key(booking.id), ticket_code(booking.tickets[0].id, 0)
    for path in (f"/buchung/{key}", f"/t/{code}"):
        page = page_of(client.get(path))
        (link,) = page.xpath("//footer//a[contains(@href, 'fehler-melden')]/@href")
        assert key not in link
        assert code not in link
        submit(client, link, FORM, message="Der Knopf fehlt.")
    for typed in (f"/buchung/{key}/namen", f"/buchung/{key}x", f"/buchung/{key}/nichts/da"):
        submit(client, FORM, FORM, **WORDS | {"page": typed, "message": typed[-4:]})
    stored = [page for page, *_ in reports(app)]
    assert stored[:2] == ["/buchung/…", "/t/…"]
    assert not any(key in page or code in page for page in stored)
    with app.app_context():
        # The event of the page comes along, so that the right people read it.
        first = select(Report.event_id).order_by(Report.id).limit(2)
        ids = set(db.session.scalars(first))
        assert ids == {get_event("ortenau-digital-2027").id}


@pytest.mark.parametrize(
    "page",
    [
        "https://boese.example/",
        "//boese.example/heute/",
        "/\\boese.example",
        "javascript:alert(1)",
        "impressum",
        "http://localhost.boese.example/",
        "",
        "/" + "x" * 400,
    ],
)
def test_only_pages_of_ours_are_taken(app: Flask, client: FlaskClient, page: str) -> None:
    answer = submit(client, FORM, FORM, **WORDS | {"page": page})
    assert answer.status_code == 422
    assert page_of(answer).xpath("//textarea[@name='message']")[0].text.strip() == WORDS["message"]
    assert reports(app) == []
    # What stands in the address of the form comes to no other page, either.
    prefilled = page_of(client.get(FORM, query_string={"seite": page}))
    assert prefilled.xpath("//input[@name='page']/@value") in ([""], [f"/{'x' * 400}"], [])
    # The language switch repeats what was asked for, on this very page.
    assert all(
        link.startswith("/") for link in prefilled.xpath("//a[contains(@href, 'boese')]/@href")
    )


def test_a_whole_address_of_ours_is_taken(app: Flask, client: FlaskClient) -> None:
    submit(client, FORM, FORM, **WORDS | {"page": "http://localhost/barrierefreiheit?lang=fr"})
    assert reports(app) == [("/barrierefreiheit", WORDS["message"], "", None)]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"message": " "}, "was Ihnen aufgefallen ist"),
        ({"message": "x" * 2001}, "höchstens 2.000 Zeichen"),
        ({"email": "keine"}, "Bitte prüfen Sie die E-Mail-Adresse"),
        ({"email": "a@b.de\r\nBcc: c@d.de"}, "Bitte prüfen Sie die E-Mail-Adresse"),
    ],
)
def test_faults_are_said_and_nothing_is_lost(
    app: Flask, client: FlaskClient, changes: dict[str, str], words: str
) -> None:
    answer = submit(client, FORM, FORM, **WORDS | changes)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert reports(app) == []


def test_forged_forms_and_programs_store_nothing(app: Flask, client: FlaskClient) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert client.post(FORM, data=WORDS, headers=headers).status_code == 403
    # Programs are told what people are told, so that they try nothing else.
    answer = submit(client, FORM, FORM, **WORDS | {"website": "https://spam.example"})
    assert answer.status_code == 303
    assert reports(app) == []


def test_a_network_reports_no_more_than_people_do(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "RATE_LIMITS", True)
    statuses = [
        submit(client, FORM, FORM, **WORDS | {"message": f"Nummer {number}"}).status_code
        for number in range(11)
    ]
    assert statuses == [303] * 10 + [429]
    with app.app_context():
        assert db.session.scalar(select(func.count(Report.id))) == 10


def test_a_draft_is_no_event_of_a_report(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event(state="draft")
    submit(client, FORM, FORM, **WORDS | {"page": "/ortenau-digital-2027/"})
    assert reports(app)[0][3] is None
