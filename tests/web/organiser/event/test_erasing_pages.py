"""An event is erased by two owners on its page, and nothing leads to it any more."""

from threading import Event as Flag

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.bookings.links import booking_key, ticket_code
from ortenaudigital.events.queries import get_event
from ortenaudigital.jobs.worker import do_due
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.web.organiser.erasing import asking
from tests.factories import PASSWORD, make_booking, make_event, make_exhibitor, make_organiser
from tests.features.privacy.promise import move
from tests.web.forms import submit, text_of

SLUG = "ortenau-digital-2027"
URL = f"/orga/{SLUG}/loeschen"
# Two years ago: it is over.
AGO = -3 * 365
ASKED = {"event": SLUG, "reason": "Es war ein Versuch.", "password": PASSWORD}


def second(app: Flask) -> FlaskClient:
    with app.app_context():
        make_organiser("otto@example.org")
    browser = app.test_client()
    submit(browser, "/orga/anmelden", email="otto@example.org", password=PASSWORD)
    return browser


def test_two_owners_erase_an_event(
    app: Flask, organiser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    otto = second(app)
    with app.app_context():
        event = make_event()
        booking = make_booking(event)
        make_exhibitor(event)
        links = [f"/{SLUG}/", f"/buchung/{booking_key(booking.id)}"]
        links += [f"/t/{ticket_code(booking.tickets[0].id, 0)}", f"/orga/{SLUG}/"]
        move(event, AGO)
    assert [organiser.get(link).status_code for link in links] == [200] * 4
    assert URL in organiser.get(f"/orga/{SLUG}/abschluss").get_data(as_text=True)
    assert "1 Buchung mit 1 Ticket" in text_of(organiser.get(URL))
    with monkeypatch.context() as patched:
        patched.setattr(asking, "MOST_COUNTED", 0)
        assert "Mehr als 0 Buchungen mit mehr als 0 Tickets" in text_of(organiser.get(URL))
    wrong = submit(organiser, URL, **ASKED | {"event": "anderes"})
    assert (wrong.status_code, "nicht der Name" in text_of(wrong)) == (422, True)
    wrong = submit(organiser, URL, **ASKED | {"password": "falsch"})
    assert (wrong.status_code, "nicht Ihr jetziges Passwort" in text_of(wrong)) == (422, True)
    assert submit(organiser, URL, **ASKED).status_code == 303
    assert "wartet auf eine Bestätigung" in text_of(organiser.get(f"/orga/{SLUG}/"))
    assert "endgültig löschen" not in text_of(organiser.get(URL))
    assert "wartet auf Ihre Entscheidung" in text_of(otto.get(f"/orga/{SLUG}/"))
    confirmed = submit(otto, URL, f"{URL}/bestaetigen", **{"confirm-password": PASSWORD})
    assert confirmed.status_code == 303
    assert "Wird gelöscht" in text_of(otto.get(confirmed.location))
    with app.app_context():
        while do_due(utc_now, Flag()):
            pass
    assert [organiser.get(link).status_code for link in links] == [404] * 4
    page = text_of(organiser.get(confirmed.location))
    assert "Fertig gelöscht" in page
    assert "Gebucht" in page
    assert "Ortenau Digital" in text_of(organiser.get("/orga/loeschungen"))
    assert f"Veranstaltung „{SLUG}“ gelöscht" in text_of(organiser.get("/orga/verlauf"))


def test_a_second_owner_refuses_and_the_first_takes_back(
    app: Flask, organiser: FlaskClient
) -> None:
    otto = second(app)
    with app.app_context():
        make_event(state="draft")
    submit(organiser, URL, **ASKED)
    assert submit(otto, URL, f"{URL}/bestaetigen").status_code == 422
    assert submit(otto, URL, f"{URL}/ablehnen", answer="").status_code == 422
    assert submit(otto, URL, f"{URL}/ablehnen", answer="Der Bericht fehlt.").status_code == 303
    submit(organiser, URL, **ASKED)
    page = otto.get(URL)
    assert submit(organiser, URL, f"{URL}/zurueckziehen").status_code == 303
    # What was looked at before is decided by then.
    late = otto.post(f"{URL}/bestaetigen", data={"confirm-password": PASSWORD, **token(page)})
    assert (late.status_code, "inzwischen entschieden" in text_of(late)) == (409, True)
    with app.app_context():
        assert get_event(SLUG).is_draft


def token(page: object) -> dict[str, str]:
    text = page.get_data(as_text=True)  # type: ignore[attr-defined]  # an answer of the client
    return {"csrf_token": text.partition('name="csrf_token" value="')[2].partition('"')[0]}


def test_the_page_says_what_to_do_first(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make_booking(make_event())
    assert "Sagen Sie sie erst ab" in text_of(organiser.get(URL))
    with app.app_context():
        make_event(slug="entwurf", state="draft")
    alone = text_of(organiser.get("/orga/entwurf/loeschen"))
    assert "flask --app wsgi event erase entwurf" in alone
    with app.app_context():
        make_organiser("orga@example.org", Role.ORGANISER)
    orga = app.test_client()
    submit(orga, "/orga/anmelden", email="orga@example.org", password=PASSWORD)
    assert orga.get(URL).status_code == 403
    assert URL not in orga.get(f"/orga/{SLUG}/abschluss").get_data(as_text=True)
