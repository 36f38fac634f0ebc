"""A date, an hour or a place that cannot be: said at its field, in the language of the reader."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from tests.factories import make_booking, make_event, make_event_today
from tests.web.forms import page_of, submit

FIRST, SECOND = "2027-09-30", "2027-10-01"
BOTH = {
    "de": "Zwei Tage können nicht beide am 01.10.2027 sein. Bitte wählen Sie verschiedene.",
    "en": "Two days cannot both be on 1 Oct 2027. Please choose different ones.",
    "fr": "Deux jours ne peuvent pas tomber le 01/10/2027. Veuillez en choisir des différents.",
}
EARLIER = {
    "de": "Um 01:00 Uhr ist der Tag davor noch nicht zu Ende.",
    "en": "At 01:00 the day before has not ended yet.",
    "fr": "À 01:00, le jour précédent n’est pas encore terminé.",
}
LATE = {
    "de": "Die Buchung würde erst beginnen, wenn die Veranstaltung vorbei ist.",
    "en": "Booking would begin only when the event is over.",
    "fr": "La réservation ne commencerait qu’une fois la manifestation terminée.",
}
TOWN = {"de": "höchstens 100", "en": "at most 100", "fr": "100 au maximum"}
YEAR = {"de": "Das Jahr 2199", "en": "The year 2199", "fr": "L’année 2199"}
CLOCK = {
    "de": "Bitte geben Sie Uhrzeiten an, etwa 08:30.",
    "en": "Please give times of day, such as 08:30.",
    "fr": "Veuillez indiquer des heures, avec deux chiffres, deux points",
}
EMPTY = {
    "de": "Bitte füllen Sie dieses Feld aus.",
    "en": "Please fill in this field.",
    "fr": "Veuillez remplir ce champ.",
}
ROWS: list[tuple[Mapping[str, Any], str, Mapping[str, str]]] = [
    ({"date": [SECOND, SECOND]}, "date-1", BOTH),
    ({"opens": ["09:00", "01:00"], "closes": ["02:00", "13:00"]}, "opens-2", EARLIER),
    ({"town": "x" * 150}, "venue-town", TOWN),
    ({"date": [FIRST, "2199-10-01"]}, "date-2", YEAR),
    ({"opens": ["09:00", "25:00"]}, "opens-2", CLOCK),
    ({"closes": ["bald", "13:00"]}, "closes-1", CLOCK),
    ({"name": " "}, "venue-name", EMPTY),
    ({"town": ""}, "venue-town", EMPTY),
]


@pytest.mark.parametrize("language", ["de", "en", "fr"])
@pytest.mark.parametrize(("typed", "field", "said"), ROWS, ids=lambda each: str(each)[:30])
def test_it_stands_at_its_field(
    app: Flask,
    organiser: FlaskClient,
    typed: Mapping[str, Any],
    field: str,
    said: dict[str, str],
    language: str,
) -> None:
    with app.app_context():
        slug = make_event().slug
    organiser.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    answer = submit(organiser, f"/orga/{slug}/termin", **typed)
    assert answer.status_code == 422
    page = page_of(answer)
    (told,) = page.xpath("//*[@id=$id]", id=field)
    assert told.get("aria-invalid") == "true"
    assert said[language] in page.get_element_by_id(told.get("aria-describedby")).text_content()
    assert page.xpath("//*[@role='alert']//a/@href") == [f"#{field}"]
    assert not page.xpath("//main//*[@lang]")
    for name, value in typed.items():
        shown = page.xpath("//form[last()]//*[@name=$name]/@value", name=name)
        assert shown == (value if isinstance(value, list) else [value.strip()])


@pytest.mark.parametrize("language", ["de", "en", "fr"])
def test_what_belongs_to_no_field_is_said_above_the_form(
    app: Flask, organiser: FlaskClient, language: str
) -> None:
    with app.app_context():
        slug = make_event().slug
        with transaction():
            get_event(slug).booking_opens_at = get_event(slug).last_day.opens_at
    organiser.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    dates = {"date": ["2027-08-01", "2027-08-02"]}
    answer = submit(organiser, f"/orga/{slug}/termin", **dates)
    assert answer.status_code == 422
    (alert,) = page_of(answer).xpath("//main//*[@role='alert']")
    assert LATE[language] in " ".join(alert.text_content().split())


def _in_a_week(event: Event) -> str:
    return (event.last_day.date + timedelta(days=7)).isoformat()


@pytest.mark.parametrize("language", ["de", "en", "fr"])
def test_a_day_whose_doors_are_open_stays(
    app: Flask, organiser: FlaskClient, language: str
) -> None:
    with app.app_context():
        event = make_event_today()
        make_booking(event, utc_now())
        slug, later = event.slug, _in_a_week(event)
    organiser.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    answer = submit(organiser, f"/orga/{slug}/termin", date=[later])
    assert answer.status_code == 422
    said = page_of(answer).get_element_by_id("date-1-error").text_content()
    words = {"de": "hat der Einlass schon begonnen", "en": "doors are open", "fr": "portes sont"}
    assert words[language] in said
