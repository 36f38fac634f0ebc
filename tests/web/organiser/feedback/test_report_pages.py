"""Reports about pages, as the organiser sees and answers them."""

from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.feedback.commands import answer
from ortenaudigital.feedback.queries import get_report
from ortenaudigital.kernel.db import transaction
from tests.factories import BOOKED_AT, PASSWORD, make_event, make_organiser, make_report
from tests.web.forms import page_of, submit, text_of


def test_a_report_is_listed_until_it_is_answered(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        report_id = make_report(make_event(), message="<script>Der Knopf fehlt</script>")
    listed = organiser.get("/orga/meldungen")
    assert "<script>Der Knopf fehlt</script>" in text_of(listed)
    assert "1 offene Meldung" in text_of(listed)
    page = f"/orga/meldungen/{report_id}"
    assert "nora@example.org" in text_of(organiser.get(page))
    reply = submit(organiser, page, f"{page}/beantwortet", note="Ist jetzt größer.")
    assert (reply.status_code, reply.location) == (303, "/orga/meldungen")
    assert "Keine offenen Meldungen" in text_of(organiser.get("/orga/meldungen"))
    assert "Der Knopf fehlt" in text_of(organiser.get("/orga/meldungen?status=answered"))
    answered = organiser.get(page)
    assert "Ist jetzt größer." in text_of(answered)
    assert not page_of(answered).xpath("//textarea")


def test_who_comes_second_is_told_and_keeps_the_note(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        report_id = make_report()
    page = f"/orga/meldungen/{report_id}"
    token = page_of(organiser.get(page)).xpath("//input[@name='csrf_token']/@value")[0]
    with app.app_context(), transaction():
        answer(get_report(report_id), "Schneller.", BOOKED_AT, "lea@example.org")
    data = {"csrf_token": token, "note": "Langsamer."}
    late = organiser.post(f"{page}/beantwortet", data=data)
    assert late.status_code == 409
    assert "inzwischen jemand anderes erledigt" in text_of(late)
    with app.app_context():
        assert get_report(report_id).note == "Schneller."


def test_a_note_that_is_too_long_is_refused(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        page = f"/orga/meldungen/{make_report()}"
    refused = submit(organiser, page, f"{page}/beantwortet", note="x" * 2001)
    assert refused.status_code == 422
    assert "höchstens 2.000 Zeichen" in text_of(refused)


def test_who_organises_one_event_sees_the_reports_of_that_one(app: Flask) -> None:
    with app.app_context():
        own, other = make_event(slug="eigenes", title="Eigenes"), make_event(slug="anderes")
        email = make_organiser("nur@example.org", Role.ORGANISER, own).email
        ids = [
            make_report(event, message=f"Zu {event and event.slug}") for event in (own, other, None)
        ]
    browser = app.test_client()
    submit(browser, "/orga/anmelden", email=email, password=PASSWORD)
    listed = text_of(browser.get("/orga/meldungen"))
    assert "Zu eigenes" in listed
    assert "Zu anderes" not in listed
    assert "Zu None" not in listed
    statuses = [browser.get(f"/orga/meldungen/{each}").status_code for each in ids]
    assert statuses == [200, 404, 404]
