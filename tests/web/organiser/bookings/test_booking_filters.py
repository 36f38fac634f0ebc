"""The filters of the list of bookings: in the address, in every language, and handed on."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.bookings.lists.pages import FIRST_PAGE, list_bookings
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.db import db
from ortenaudigital.web.organiser.bookings.list_filters import fields_of, filters_of_stored
from tests.factories import make_booking, make_event, make_group
from tests.features.bookings.questions.questionnaires import GOOD, make_asking_event
from tests.invited import set_type
from tests.statements import counted
from tests.web.forms import page_of, text_of
from tests.web.organiser.test_needs_page import as_

BAU, KULTUR = "buergerticket.office.bau", "buergerticket.office.kultur"


@pytest.fixture
def page(app: Flask) -> str:
    with app.app_context():
        slug = make_asking_event().slug
        set_type(slug, 0, max_per_group=30)
        event = get_event(slug)
        make_booking(event, answers=GOOD)
        make_booking(event, email="b@example.org", language="fr", answers={"office": ("kultur",)})
        make_group(event, "Anna Müller", answers=GOOD, email="c@example.org")
        return f"/orga/{slug}/buchungen"


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 3),
        (f"antwort={BAU}", 2),
        (f"antwort={KULTUR}", 1),
        (f"antwort={KULTUR}&sprache=de", 0),
        ("gruppe=ja", 1),
        ("gruppe=nein", 2),
        (f"gruppe=nein&antwort={BAU}&q=erika", 1),
        ("art=buergerticket", 3),
        ("art=fachticket", 0),
        ("tag=2027-10-01", 3),
        ("tag=2027-09-30", 0),
        ("tag=2027-10-01&art=fachticket", 0),
        ("sprache=fr&status=valid", 1),
        ("da=gekommen", 0),
        ("da=fehlt&tag=2027-10-01", 3),
        ("da=drin", 0),
        ("weg=nein&bedarf=nein&erinnerung=offen", 3),
        ("weg=ja", 0),
        ("bedarf=ja", 0),
        ("erinnerung=kommt", 0),
        # What nobody can choose is not chosen.
        ("antwort=buergerticket.office.x&art=x&tag=gestern&gruppe=x&sprache=it&da=x&weg=1", 3),
        ("antwort=' OR 1=1 --", 3),
    ],
)
def test_the_address_says_which_bookings(
    organiser: FlaskClient, page: str, query: str, number: int
) -> None:
    answer = organiser.get(f"{page}?{query}")
    assert answer.status_code == 200
    assert len(page_of(answer).xpath("//tbody/tr")) == number
    if not number:
        assert "Bitte nehmen Sie einen Filter heraus." in text_of(answer)


def test_what_is_chosen_shows_and_goes_along(organiser: FlaskClient, page: str) -> None:
    query = f"gruppe=nein&sprache=fr&antwort={KULTUR}"
    shown = page_of(organiser.get(f"{page}?{query}"))
    (more,) = shown.xpath("//details[.//select[@name='antwort']]")
    assert more.get("open") is not None
    (search,) = shown.xpath("//search//form")
    chosen = dict(search.form_values())
    assert {name: value for name, value in chosen.items() if value} == {
        "gruppe": "nein",
        "sprache": "fr",
        "antwort": KULTUR,
    }
    (row,) = shown.xpath("//tbody/tr//a/@href")
    (back,) = page_of(organiser.get(row)).xpath("//a[@class='back-link']/@href")
    assert set(back.partition("?")[2].split("&")) == set(query.split("&"))
    assert page_of(organiser.get(page)).xpath("//details[.//select]/@open") == []


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Department"), ("fr", "Service"), ("de", "Fachbereich")]
)
def test_questions_are_named_in_the_language_of_the_page(
    organiser: FlaskClient, page: str, language: str, words: str
) -> None:
    shown = page_of(organiser.get(f"{page}?lang={language}"))
    labels = shown.xpath("//select[@name='antwort']/optgroup/@label")
    assert any(label.endswith(words) for label in labels)
    # Of one's own words there is no list.
    assert len(labels) == 3


def test_an_event_without_questions_has_no_such_filter(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        slug = make_event().slug
    shown = page_of(organiser.get(f"/orga/{slug}/buchungen"))
    assert not shown.xpath("//select[@name='antwort']")


def test_filters_ask_the_database_no_more_often(
    app: Flask, organiser: FlaskClient, page: str
) -> None:
    with app.app_context():
        engine = db.engine
    asked = []
    for query in ("", f"antwort={BAU}&gruppe=nein&sprache=de&art=buergerticket&tag=2027-10-01"):
        with counted(engine) as number:
            organiser.get(f"{page}?{query}")
        asked.append(number[0])
    assert asked[0] == asked[1]


def test_only_who_may_read_needs_finds_by_them(app: Flask, page: str) -> None:
    for role, number in ((Role.READER, 3), (Role.DOOR_LEAD, 0)):
        answer = as_(app, role).get(f"{page}?bedarf=ja")
        shown = page_of(answer)
        assert len(shown.xpath("//tbody/tr")) == number
        assert bool(shown.xpath("//select[@name='bedarf']")) is (number == 0)


def test_a_stored_selection_of_what_is_no_more_means_nobody(app: Flask, page: str) -> None:
    with app.test_request_context():
        event = get_event(page.split("/")[2])
        fields = fields_of(event)
        for values in ({"art": "workshop"}, {"art": "buergerticket", "tag": "2026-01-01"}):
            filters = filters_of_stored(event, fields, values)
            assert list_bookings(event, filters, FIRST_PAGE).total == 0
        for known in ({"art": "buergerticket"}, {}, {"seite": "7"}):
            filters = filters_of_stored(event, fields, known)
            assert list_bookings(event, filters, FIRST_PAGE).total == 3
