"""What people rely on is guarded on every page, and said at its field in the reader's language."""

from collections.abc import Mapping
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.outbox.queries import list_letters
from tests.factories import make_booking, make_event
from tests.web.forms import page_of, submit, text_of

BELOW = {"de": "Gebucht sind schon 2", "en": "2 are booked already", "fr": "2 sont déjà réservés"}
HOME = "/orga/ortenau-digital-2027/veranstaltung"
TYPE = f"{HOME}/ticketarten/eintrag/buergerticket"


@pytest.fixture
def event(app: Flask) -> Event:
    with app.app_context():
        event = make_event()
        make_booking(event, utc_now(), number=2)
        return event


def kept(app: Flask) -> tuple[int, int | None, int]:
    with app.app_context():
        event = get_event("ortenau-digital-2027")
        return event.version, event.ticket_types[0].quota.size, len(event.days)


@pytest.mark.usefixtures("event")
@pytest.mark.parametrize("language", ["de", "en", "fr"])
def test_places_that_are_booked_stay(app: Flask, organiser: FlaskClient, language: str) -> None:
    organiser.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    before = kept(app)
    answer = submit(organiser, TYPE, **{"quota": "1", "title-en": "Something else"})
    assert answer.status_code == 422
    page = page_of(answer)
    assert BELOW[language] in page.get_element_by_id("quota-error").text_content()
    assert page.get_element_by_id("title-en").value == "Something else"
    assert kept(app) == before


@pytest.mark.one_database("the guards are those of the import, which are tried on both")
@pytest.mark.usefixtures("event")
def test_a_type_and_a_day_with_bookings_stay(app: Flask, organiser: FlaskClient) -> None:
    before = kept(app)
    for page, words in [
        (TYPE, "Von dieser Ticketart sind schon Tickets gebucht (2)."),
        (f"{HOME}/tage/eintrag/2027-10-01", "Ticketarten gelten noch für diesen Tag."),
    ]:
        answer = submit(organiser, page, "/entfernen")
        assert answer.status_code == 303
        assert words in text_of(organiser.get(answer.location))
    answer = submit(organiser, TYPE, admits_to=["2027-09-30"])
    found = page_of(answer).get_element_by_id("admits_to-error").text_content()
    assert answer.status_code == 422
    assert "mit dieser Ticketart schon Tickets gebucht (2)" in found
    assert kept(app) == before


@pytest.mark.usefixtures("event")
def test_a_quota_is_changed_on_the_overview(app: Flask, organiser: FlaskClient) -> None:
    def change(size: str) -> tuple[int, str]:
        answer = submit(organiser, HOME, "/plaetze", which="type buergerticket", size=size)
        return answer.status_code, text_of(answer)

    for size, words in [
        ("1", BELOW["de"]),
        ("viele", "Bitte geben Sie eine ganze Zahl an."),
        ("", "Bitte geben Sie eine ganze Zahl an."),
    ]:
        status, page = change(size)
        assert status == 422
        assert words in page
    assert kept(app)[:2] == (1, 100)
    assert change("120")[0] == 303
    assert kept(app)[:2] == (2, 120)
    with app.app_context():
        event = get_event("ortenau-digital-2027")
        details = list_entries(f"event:{event.id}")[-1].details
        assert details["changes"] == [["ticket_type[buergerticket].quota", 100, 120]]
        assert details["fields"] == []
        kinds = {letter.kind for letter in list_letters()}
    assert kinds == {"bookings.confirmation"}


@pytest.mark.usefixtures("event")
def test_texts_are_not_written_into_the_history(app: Flask, organiser: FlaskClient) -> None:
    submit(organiser, f"{HOME}/grundlagen", contact_email="erika@example.org", title="Anders")
    with app.app_context():
        event = get_event("ortenau-digital-2027")
        details: Mapping[str, object] = list_entries(f"event:{event.id}")[-1].details
    assert details["fields"] == ["event.title", "event.contact_email"]
    assert "erika" not in str(details)
    assert "Anders" not in str(details)


@pytest.mark.usefixtures("event")
def test_who_was_slower_sees_what_changed_and_loses_nothing(
    app: Flask, organiser: FlaskClient
) -> None:
    page = f"{HOME}/grundlagen"
    assert submit(organiser, page, title="Der eine").status_code == 303
    answer = submit(organiser, page, title="Der andere", version="1")
    assert answer.status_code == 409
    words = text_of(answer)
    assert "Bisher: Ortenau Digital 2027" in words
    assert "Jetzt: Der eine" in words
    found = page_of(answer)
    assert found.get_element_by_id("title").value == "Der andere"
    assert found.get_element_by_id("version").value == "2"


@pytest.mark.one_database("adding entries is the import of a file")
def test_entries_are_added_and_put_in_order(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make_event()
    day = {"date": "2027-09-29", "opens": "18:00", "closes": "20:00", "title-de": "Vorabend"}
    day["audience-de"] = "für Ausstellende"
    assert submit(organiser, f"{HOME}/tage/neu", **day).status_code == 303
    quota = {"title-de": "Workshop für Jugendliche", "size": "20"}
    assert submit(organiser, f"{HOME}/kontingente/neu", **quota).status_code == 303
    kind = {
        "title-de": "Jugendticket",
        "admits_to": ["2027-09-29"],
        "quota": "",
        "quotas": ["workshop-fuer-jugendliche"],
    }
    answer = submit(organiser, f"{HOME}/ticketarten/neu", **kind)
    assert answer.status_code == 303, text_of(answer)
    up = submit(organiser, HOME, "/ticketarten/eintrag/jugendticket/hoch")
    assert up.status_code == 303
    with app.app_context():
        event = get_event("ortenau-digital-2027")
        assert event.days[0].date == date(2027, 9, 29)
        slugs = [each.slug for each in sorted(event.ticket_types, key=lambda each: each.position)]
        assert slugs[-2] == "jugendticket"
        youth = next(each for each in event.ticket_types if each.slug == "jugendticket")
        assert [each.slug for each in youth.draws_on if each.slug] == ["workshop-fuer-jugendliche"]
    assert "Vorabend · für Ausstellende" in text_of(organiser.get("/ortenau-digital-2027/"))
    assert submit(organiser, f"{HOME}/tage/neu", **(day | {"date": "bald"})).status_code == 422
