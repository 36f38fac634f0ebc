"""The way of an organiser through login, overview, bookings, exhibitors and phones."""

from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.bookings.models import Booking
from ortenaudigital.events.queries import get_event
from ortenaudigital.fair.applications.queries import list_exhibitors
from ortenaudigital.fair.inventory.queries import get_slot
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.commands import mark_sent
from ortenaudigital.outbox.queries import list_letters, list_letters_about
from tests.factories import BOOKED_AT, make_device, make_event, make_event_today, make_exhibitor
from tests.web.forms import page_of, submit, text_of

BASE = "/orga/ortenau-digital-2027"


def test_start_goes_to_the_next_event(organiser: FlaskClient, booking: Booking) -> None:
    assert organiser.get("/orga/").location == f"{BASE}/"


def test_start_goes_to_the_latest_event_if_all_are_over(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        for year in (2023, 2024, 2022):
            dates = {"first": f"{year}-09-30", "second": f"{year}-10-01"}
            make_event(slug=f"fair-{year}", **dates)
    assert organiser.get("/orga/").location == "/orga/fair-2024/"
    switcher = page_of(organiser.get("/orga/fair-2024/")).xpath("//details[@class='switcher']//a")
    assert [link.get("href") for link in switcher] == [
        f"/orga/fair-{year}/" for year in (2024, 2023, 2022)
    ]


def test_start_without_events_says_how_to_begin(organiser: FlaskClient) -> None:
    page = organiser.get("/orga/")
    assert page.status_code == 200
    assert "Legen Sie eine an" in text_of(page)
    assert page_of(page).xpath("//main//a/@href") == ["/orga/neu"]


def test_login_with_a_wrong_password_says_so(app: Flask, organiser: FlaskClient) -> None:
    client = app.test_client()
    answer = submit(client, "/orga/anmelden", email="olga@example.org", password="wrong")
    assert answer.status_code == 200
    assert page_of(answer).xpath("//*[@role='alert']")
    assert client.get(f"{BASE}/").status_code == 302


def test_logout_ends_the_session(organiser: FlaskClient, booking: Booking) -> None:
    submit(organiser, f"{BASE}/", "/orga/abmelden")
    assert organiser.get(f"{BASE}/").status_code == 302


def test_overview_has_the_figures(app: Flask, organiser: FlaskClient, booking: Booking) -> None:
    words = text_of(organiser.get(f"{BASE}/"))
    assert "98" in words
    with app.app_context():
        make_exhibitor(get_event("ortenau-digital-2027"), accepted=False)
    assert f"{BASE}/aussteller/entscheiden" in organiser.get(f"{BASE}/").get_data(as_text=True)


def test_bookings_are_found_by_any_part(organiser: FlaskClient, booking: Booking) -> None:
    for words in ("erika", "müll", "ali", booking.reference):
        found = organiser.get(f"{BASE}/buchungen", query_string={"q": words})
        assert booking.reference in text_of(found)
    assert booking.reference not in text_of(organiser.get(f"{BASE}/buchungen?q=niemand"))
    assert booking.reference not in text_of(organiser.get(f"{BASE}/buchungen?status=cancelled"))


def test_one_ticket_and_all_are_cancelled(
    app: Flask, organiser: FlaskClient, booking: Booking
) -> None:
    page = f"{BASE}/buchungen/{booking.id}"
    token = page_of(organiser.get(page)).xpath("//input[@name='csrf_token']/@value")[0]
    for positions in ("1", ["1", "2"]):
        data = {"csrf_token": token, "position": positions}
        assert organiser.post(f"{page}/stornieren", data=data).status_code == 303
    with app.app_context():
        stored = db.session.get_one(Booking, booking.id)
        assert stored.cancelled_at is not None
        kinds = [letter.kind for letter in list_letters_about(str(booking.id))]
    assert kinds.count("bookings.cancellation") == 2
    assert "storniert" in text_of(organiser.get(page)).lower()


def test_tickets_are_sent_again_and_get_new_codes(
    app: Flask, organiser: FlaskClient, booking: Booking
) -> None:
    page = f"{BASE}/buchungen/{booking.id}"
    assert submit(organiser, page, "/senden").status_code == 303
    assert submit(organiser, page, "/tickets/1/neu").status_code == 303
    with app.app_context():
        # The first one waits still: to send it again is to send it now.
        assert len(list_letters_about(str(booking.id))) == 2
        assert db.session.get_one(Booking, booking.id).tickets[0].reissue == 1


def test_a_booking_of_another_event_is_not_found(
    app: Flask, organiser: FlaskClient, booking: Booking
) -> None:
    with app.app_context():
        make_event(slug="anderes")
    assert organiser.get(f"/orga/anderes/buchungen/{booking.id}").status_code == 404


def test_exhibitor_is_accepted_and_gets_a_stand(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        event = make_event()
        exhibitor = make_exhibitor(event, accepted=False)
        slot = list_free_slots(event)[0].id
    page = f"{BASE}/aussteller/{exhibitor.id}"
    assert submit(organiser, page, "/entscheiden", decision="accept").status_code == 303
    assert submit(organiser, page, "/stand", slot=str(slot)).status_code == 303
    assert "A1" in text_of(organiser.get(page))
    assert "Rebsensor" in text_of(organiser.get(f"{BASE}/staende"))
    # Its letter waits: until it leaves, the decision can be undone, and nobody outside sees it.
    assert "Rebsensor" not in text_of(organiser.get("/ortenau-digital-2027/aussteller"))
    with app.app_context():
        kinds = [letter.kind for letter in list_letters_about(str(exhibitor.id))]
    assert kinds == [
        "stands.confirm_address",
        "stands.application",
        "stands.accepted",
    ]


def test_a_stand_that_was_just_given_names_its_holder(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        event = make_event()
        exhibitor_id = make_exhibitor(event).id
        make_exhibitor(event, name="Gigabit Ortenau")
        slot = list_free_slots(event)[0].id
    page = f"{BASE}/aussteller/{exhibitor_id}"
    token = page_of(organiser.get(page)).xpath("//input[@name='csrf_token']/@value")[0]
    with app.app_context(), transaction():
        event = get_event("ortenau-digital-2027")
        other = next(e for e in list_exhibitors(event) if e.id != exhibitor_id)
        assign(get_slot(event, slot), other, BOOKED_AT, "otto")
    answer = organiser.post(f"{page}/stand", data={"csrf_token": token, "slot": slot})
    assert answer.status_code == 409
    assert "Gigabit Ortenau" in text_of(answer)


def test_tickets_sent_a_moment_ago_are_not_sent_again(
    app: Flask, organiser: FlaskClient, booking: Booking
) -> None:
    with app.app_context(), transaction():
        letter = list_letters()[0]
        mark_sent(letter.id, utc_now())
        letter.created_at = utc_now()
    answer = submit(organiser, f"{BASE}/buchungen/{booking.id}", "/senden")
    assert answer.status_code == 409
    assert "gerade erst gesendet" in text_of(answer)


def test_a_phone_is_paired_and_revoked(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        event = make_event_today()
    answer = submit(organiser, f"{BASE}/geraete", name="Haupteingang")
    assert answer.status_code == 200
    assert page_of(answer).xpath("//svg | //*[local-name()='svg']")
    assert "/einlass/#koppeln=" in text_of(answer)
    empty = submit(organiser, f"{BASE}/geraete", name=" ")
    assert empty.status_code == 422
    with app.app_context():
        device, token = make_device(event, "Hintereingang", now=utc_now())
    headers = {"Authorization": f"Bearer {token}"}
    client = app.test_client()
    assert client.get("/einlass/api/device", headers=headers).status_code == 200
    sent = submit(organiser, f"{BASE}/geraete", f"/geraete/{device.id}/entkoppeln")
    assert sent.status_code == 303
    assert client.get("/einlass/api/device", headers=headers).status_code == 401
