"""Who may show the booking form in a frame, and what happens in it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from ortenaudigital.bookings.models import Booking
from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.kernel.db import db
from tests.factories import event_file_text, make_event, make_event_today
from tests.web.forms import page_of, submit, text_of

KEHL, LAHR = "https://www.kehl.de", "https://www.lahr.de:8443"
ALLOWED = f'embed_on = ["{KEHL}", "{LAHR}"]'
PAGE = "/ortenau-digital-2027/einbetten"
GUEST = {"first_name": "Zoé", "last_name": "Muller", "email": "zoe@example.org"}


def ancestors(policy: str) -> list[str]:
    (found,) = (part for part in policy.split("; ") if part.startswith("frame-ancestors "))
    return found.split()[1:]


def test_only_the_form_may_be_shown_and_only_by_whom_the_file_names(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        make_event_today(settings=ALLOWED)
    framed = client.get(PAGE)
    assert ancestors(framed.headers["Content-Security-Policy"]) == [KEHL, LAHR]
    assert "X-Frame-Options" not in framed.headers
    for path in ("/", "/ortenau-digital-2027/", "/ortenau-digital-2027/tickets", "/impressum"):
        headers = client.get(path).headers
        assert ancestors(headers["Content-Security-Policy"]) == ["'none'"], path
        assert headers["X-Frame-Options"] == "DENY", path


def test_without_a_word_in_the_file_nobody_may(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event_today()
    headers = client.get(PAGE).headers
    assert ancestors(headers["Content-Security-Policy"]) == ["'none'"]
    missing = client.get("/gibt-es-nicht/einbetten")
    assert missing.status_code == 404
    assert ancestors(missing.headers["Content-Security-Policy"]) == ["'none'"]
    assert missing.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("language", "booked", "opens"),
    [
        ("de", "Gebucht", "Tickets öffnen"),
        ("en", "Booked", "Open tickets"),
        ("fr", "Réservé", "Ouvrir les billets"),
    ],
)
def test_a_booking_in_the_frame_needs_no_cookie_and_keeps_the_language(
    app: Flask, client: FlaskClient, language: str, booked: str, opens: str
) -> None:
    with app.app_context():
        make_event_today(settings=ALLOWED)
    shown = client.get(f"{PAGE}?lang={language}")
    page = page_of(shown)
    assert not page.xpath("//header | //link[@rel='canonical']")
    assert page.xpath("//base/@target") == ["_blank"]
    (form,) = page.forms
    assert (form.action, form.get("target")) == (f"{PAGE}?lang={language}", "_self")
    # As a browser says it of a form inside a frame of ours.
    data = dict(form.form_values()) | GUEST
    headers = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "iframe"}
    answer = client.post(form.action, data=data, headers=headers)
    assert answer.status_code == 200
    assert ancestors(answer.headers["Content-Security-Policy"]) == [KEHL, LAHR]
    (heading,) = page_of(answer).xpath("//h1")
    assert heading.text_content().strip() == booked
    (link,) = page_of(answer).xpath(f"//a[contains(., '{opens}')]/@href")
    assert "Zoé Muller" in text_of(client.get(link))
    for each in (shown, answer):
        assert "Set-Cookie" not in each.headers
    with app.app_context():
        assert db.session.scalars(select(Booking.language)).all() == [language]


def test_a_form_sent_twice_books_once_and_a_foreign_one_never(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        make_event_today(settings=ALLOWED)
    (form,) = page_of(client.get(PAGE)).forms
    data = dict(form.form_values()) | GUEST
    answers = [client.post(PAGE, data=data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    foreign = client.post(PAGE, data=data, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert ancestors(foreign.headers["Content-Security-Policy"]) == ["'none'"]
    with app.app_context():
        assert db.session.scalar(select(func.count(Booking.id))) == 1


def test_faults_stay_in_the_frame(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event_today(settings=ALLOWED)
    answer = submit(client, f"{PAGE}?lang=fr", f"{PAGE}?lang=fr", first_name="Zoé")
    assert answer.status_code == 422
    assert ancestors(answer.headers["Content-Security-Policy"]) == [KEHL, LAHR]
    assert page_of(answer).xpath("//form/@action") == [f"{PAGE}?lang=fr"]
    assert page_of(answer).xpath("//input[@name='first_name']/@value") == ["Zoé"]


@pytest.mark.parametrize(
    "origin",
    [
        "https://www.kehl.de/pfad",
        "http://www.kehl.de",
        "www.kehl.de",
        "*",
        "https://*.kehl.de",
        "https://kehl.de; script-src *",
        "https://kehl.de https://boese.example",
        "https://kehl.de\\nX: y",
        "'self'",
        "",
    ],
)
def test_nothing_but_an_origin_gets_into_the_header(origin: str) -> None:
    text = event_file_text(settings=f'embed_on = ["{origin}"]')
    with pytest.raises(EventFileError) as caught:
        read_event_file(text)
    assert any(fault.startswith("event.embed_on[0]") for fault in caught.value.faults)


def test_the_code_to_copy_is_in_the_language_of_the_guests(
    app: Flask, organiser: FlaskClient
) -> None:
    with app.app_context():
        make_event(settings=ALLOWED)
        make_event(slug="ohne", title="Ohne")
    page = page_of(organiser.get("/orga/ortenau-digital-2027/einbetten?sprache=fr"))
    frame, button = (
        page.xpath(f"//textarea[@id='{name}']")[0].text for name in ("frame", "button")
    )
    assert 'src="http://localhost/ortenau-digital-2027/einbetten?lang=fr"' in frame
    assert 'src="http://localhost/einbetten.js"' in frame
    assert 'href="http://localhost/ortenau-digital-2027/tickets?lang=fr"' in button
    assert "Réserver un billet gratuit" in button
    without = page_of(organiser.get("/orga/ohne/einbetten"))
    assert not without.xpath("//textarea[@id='frame']")
    assert "Noch ist keine Seite dafür erlaubt" in without.text_content()


def test_the_script_may_be_loaded_by_others(client: FlaskClient) -> None:
    script = client.get("/einbetten.js")
    assert script.mimetype == "text/javascript"
    assert script.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert script.headers["Access-Control-Allow-Origin"] == "*"
