"""Letters as the organiser sees them: which wait, which failed, and how they are tried again."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ortenaudigital.accounts.permissions import PERMISSIONS, Permission, Role
from ortenaudigital.bookings.models import Booking
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel import paging
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.models import LetterState
from ortenaudigital.outbox.queries import list_letters
from ortenaudigital.outbox.trouble import note_trouble
from ortenaudigital.wiring import LETTERS
from tests.factories import (
    BOOKED_AT,
    PASSWORD,
    make_booking,
    make_event,
    make_exhibitor,
    make_organiser,
)
from tests.statements import counted
from tests.web.forms import page_of, submit, text_of

BASE = "/orga/ortenau-digital-2027"


def test_a_failed_letter_is_seen_and_tried_again(
    app: Flask, organiser: FlaskClient, booking: Booking
) -> None:
    with app.app_context(), transaction():
        letter = list_letters()[0]
        letter.state, letter.last_error = LetterState.FAILED, "550 no such user"
    page = organiser.get("/orga/postausgang?status=failed")
    assert "550 no such user" in text_of(page)
    form = "/erneut?status=failed"
    assert submit(organiser, "/orga/postausgang?status=failed", form).status_code == 303
    with app.app_context():
        assert list_letters()[0].state == LetterState.WAITING


def fail_all_letters(app: Flask) -> None:
    with app.app_context(), transaction():
        for letter in list_letters():
            letter.state, letter.last_error = LetterState.FAILED, "550 no such user"


def test_all_failed_letters_are_tried_again(
    app: Flask, organiser: FlaskClient, booking: Booking
) -> None:
    with app.app_context():
        other = make_event(slug="anderes", title="Anderes")
        make_booking(other)
    fail_all_letters(app)
    form = "/alle-gescheiterten?veranstaltung=anderes"
    page = text_of(organiser.get(f"/orga/postausgang{form}"))
    assert "Briefe zu Anderes" in page
    assert "1: Tickets" in page
    answer = submit(organiser, f"/orga/postausgang{form}", form)
    assert answer.location.endswith("?veranstaltung=anderes")
    with app.app_context():
        states = {letter.event_id == other.id: letter.state for letter in list_letters()}
    assert states == {True: LetterState.WAITING, False: LetterState.FAILED}
    every = "/orga/postausgang/alle-gescheiterten"
    assert submit(organiser, every, "/alle-gescheiterten").status_code == 303
    with app.app_context():
        assert {letter.state for letter in list_letters()} == {LetterState.WAITING}
    assert "alle-gescheiterten" not in organiser.get("/orga/postausgang").text


def test_of_very_many_letters_it_is_only_said_that_they_are_more(
    app: Flask, organiser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "MOST_COUNTED", 3)
    with app.app_context():
        event = make_event()
        for _ in range(3):
            make_booking(event)
    page = organiser.get("/orga/postausgang")
    assert "3 Briefe" in text_of(page)
    assert _numbers(page) == ["3", "3", "0", "0", "0", "0"]
    with app.app_context():
        make_booking(event)
    fail_all_letters(app)
    page = organiser.get("/orga/postausgang")
    assert "Mehr als 3 Briefe." in text_of(page)
    assert _numbers(page) == ["über 3", "0", "über 3", "0", "0", "0"]
    assert "Gescheiterte noch einmal versuchen" in text_of(page)
    assert len(page_of(page).xpath("//tbody/tr")) == 4
    # What is narrowed is found in another way if it is much.
    for query in ("brief=bookings.confirmation", "tag=2027-06-01", "q=OD-&status=failed"):
        page = organiser.get(f"/orga/postausgang?{query}")
        assert "Mehr als 3 Briefe." in text_of(page), query
        assert len(page_of(page).xpath("//tbody/tr")) == 4, query


def _numbers(page: TestResponse) -> list[str]:
    """Return how many letters there are of all states and of each, as the filters say it."""
    return [each.text.strip() for each in page_of(page).xpath("//*[@class='filters__number']")]


def test_a_letter_names_its_booking_and_its_event(
    app: Flask, organiser: FlaskClient, booking: Booking
) -> None:
    with app.app_context():
        exhibitor = make_exhibitor(make_event(slug="anderes", title="Anderes"))
    page = page_of(organiser.get("/orga/postausgang"))
    links = page.xpath("//tbody//td/a/@href")
    assert f"{BASE}/buchungen/{booking.id}" in links
    assert f"/orga/anderes/aussteller/{exhibitor.id}" in links
    for link in links:
        assert organiser.get(link).status_code == 200
    assert "Anderes" in text_of(organiser.get("/orga/postausgang"))


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 31),
        ("?q=od-", 29),
        ("?q=Nadja", 1),
        ("?q=rebsensor", 2),
        ("?q=100%25", 0),
        ("?veranstaltung=anderes", 2),
        ("?status=sent", 0),
        ("?nach={seventh}", 31),
        ("?vor={seventh}", 31),
        ("?nach=0", 31),
        ("?brief=stands.confirm_address", 1),
        ("?brief=gibtesnicht", 31),
        ("?tag=2027-06-01", 29),
        ("?tag=2027-06-02", 0),
        ("?tag=9999-12-31", 0),
        ("?tag=x", 31),
        ("?rundbrief=7", 0),
        ("?veranstaltung=anderes&brief=bookings.confirmation", 0),
        ("?nach=x&veranstaltung=gibtesnicht", 31),
    ],
)
def test_letters_are_searched_and_come_in_pages(
    app: Flask, organiser: FlaskClient, query: str, number: int
) -> None:
    with app.app_context():
        event = make_event()
        for _ in range(28):
            make_booking(event)
        make_booking(event, first_name="Nadja")
        make_exhibitor(make_event(slug="anderes", title="Anderes"), accepted=False)
        seventh = list_letters()[-7].id
    page = organiser.get(f"/orga/postausgang{query.format(seventh=seventh)}")
    assert f"{number} Brief" in text_of(page)
    rows = page_of(page).xpath("count(//tbody/tr)")
    assert rows == (6 if "nach={" in query else min(number, 25))


def test_what_keeps_all_letters_waiting_is_said(app: Flask, organiser: FlaskClient) -> None:
    assert "Mailserver" not in text_of(organiser.get("/orga/postausgang"))
    with app.app_context():
        make_booking(make_event())
    with app.app_context(), transaction():
        note_trouble("535 5.7.8 wrong password", BOOKED_AT)
    text = text_of(organiser.get("/orga/postausgang"))
    assert "Der Mailserver nimmt keine Briefe von uns an" in text
    assert "535 5.7.8 wrong password" in text


def test_a_letter_leads_only_where_its_reader_may_go(
    organiser: FlaskClient, booking: Booking, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = f"{BASE}/buchungen/{booking.id}"
    assert link in page_of(organiser.get("/orga/postausgang")).xpath("//tbody//td/a/@href")
    letters_only = frozenset({Permission.EVENT_READ, Permission.LETTERS_READ})
    for role in Role:
        monkeypatch.setitem(PERMISSIONS, role, letters_only)
    page = page_of(organiser.get("/orga/postausgang"))
    assert page.xpath("//tbody/tr")
    assert page.xpath("//tbody//td/a/@href") == []


@pytest.mark.parametrize("language", ["de", "en", "fr"])
@pytest.mark.parametrize("kind", LETTERS)
def test_each_kind_of_letter_has_a_word(app: Flask, kind: str, language: str) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        words = app.jinja_env.get_template("macros/words.html").make_module()
        assert words.letter_kind(kind).strip() not in ("", kind)  # type: ignore[attr-defined]


def test_what_came_back_is_told_apart_and_not_sent_again_with_the_rest(
    app: Flask, organiser: FlaskClient, booking: Booking
) -> None:
    fail_all_letters(app)
    with app.app_context(), transaction():
        list_letters()[0].sent_at = BOOKED_AT
    assert "Zurückgekommen" in text_of(organiser.get("/orga/postausgang?status=bounced"))
    assert len(page_of(organiser.get("/orga/postausgang?status=bounced")).xpath("//tbody/tr")) == 1
    every = "/orga/postausgang/alle-gescheiterten"
    page = organiser.get(every)
    assert "1 Brief ist zurückgekommen und wird nicht noch einmal gesendet" in text_of(page)
    organiser.post(every, data={"csrf_token": page_of(page).xpath("//input/@value")[0]})
    with app.app_context():
        assert LetterState.FAILED in {letter.state for letter in list_letters()}


def test_whose_last_letter_came_back_is_marked_on_the_page_of_the_exhibitor(
    app: Flask, organiser: FlaskClient
) -> None:
    with app.app_context():
        who = make_exhibitor(make_event(), told=False).id
    page = f"{BASE}/aussteller/{who}"
    fail_all_letters(app)
    assert "kommen nicht an" not in text_of(organiser.get(page))
    with app.app_context(), transaction():
        for letter in list_letters():
            letter.sent_at = BOOKED_AT
    assert "E-Mails an diese Adresse kommen nicht an" in text_of(organiser.get(page))


def test_what_failed_after_somebody_looked_is_left_alone(
    app: Flask, organiser: FlaskClient, booking: Booking
) -> None:
    fail_all_letters(app)
    page = page_of(organiser.get("/orga/postausgang/alle-gescheiterten"))
    (form,) = [form for form in page.forms if form.action.endswith("/alle-gescheiterten")]
    with app.app_context():
        make_booking(make_event(slug="anderes", title="Anderes"))
    fail_all_letters(app)
    assert organiser.post(form.action, data=dict(form.form_values())).status_code == 303
    with app.app_context():
        newest = max(list_letters(), key=lambda letter: letter.id)
        assert newest.state == LetterState.FAILED


@pytest.mark.parametrize("role", Role)
def test_an_address_is_shown_to_who_may_read_bookings(
    app: Flask, organiser: FlaskClient, booking: Booking, role: Role
) -> None:
    with app.app_context():
        event = get_event("ortenau-digital-2027")
        make_exhibitor(event, email="firma@example.org")
        make_organiser("neu@example.org", role, event)
    browser = app.test_client()
    submit(browser, "/orga/anmelden", email="neu@example.org", password=PASSWORD)
    answer = browser.get(f"{BASE}/postausgang")
    may = PERMISSIONS[role]
    if Permission.LETTERS_READ not in may:
        assert answer.status_code == 403
        return
    assert (booking.email in answer.text) is (Permission.BOOKINGS_READ in may)
    assert ("firma@example.org" in answer.text) is (Permission.FAIR_READ in may)


def test_without_the_right_to_bookings_no_address_is_asked_for(
    organiser: FlaskClient, booking: Booking, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters_only = frozenset({Permission.EVENT_READ, Permission.LETTERS_READ})
    for role in Role:
        monkeypatch.setitem(PERMISSIONS, role, letters_only)
    assert booking.email not in organiser.get("/orga/postausgang").text


@pytest.mark.one_database("pages ask the same on both")
def test_the_outbox_asks_the_same_however_many_letters_there_are(
    app: Flask, organiser: FlaskClient, booking: Booking
) -> None:
    counts = []
    for more in (0, 2, 30):
        with app.app_context():
            event, engine = get_event("ortenau-digital-2027"), db.engine
            for _ in range(more):
                make_booking(event, utc_now())
        for page in ("/orga/postausgang", f"{BASE}/postausgang"):
            with counted(engine) as number:
                assert organiser.get(page).status_code == 200
            counts.append(number[0])
    assert len(set(counts[0::2])) == len(set(counts[1::2])) == 1, counts
