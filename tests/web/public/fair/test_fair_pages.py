"""The fair for visitors: the list, a page for each, the plan; and who is not shown."""

import json
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from ortenaudigital.adapters.images import Limits, clean
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.fair.applications.models import Assignment, Exhibitor
from ortenaudigital.fair.applications.queries import get_exhibitor
from ortenaudigital.fair.inventory.models import Area, Stand
from ortenaudigital.fair.placement.changing import By
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.fair.placement.telling import tell
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.models import Letter, LetterState
from ortenaudigital.pictures.commands import store_picture
from tests.factories import make_event_today, make_exhibitor
from tests.samples_of_pictures import png
from tests.statements import counted
from tests.web.forms import page_of, text_of

ENTRY = {
    "description": "Funk im Weinberg",
    "translations": {"fr": "Capteurs dans les vignes"},
    "links": "https://social.example.org/@reb",
    "tags": "Wein, Klima",
}


@pytest.fixture
def event(app: Flask) -> Iterator[Event]:
    with app.app_context():
        yield make_event_today()


def publish(event: Event, name: str = "Rebsensor", **changes: object) -> UUID:
    exhibitor = make_exhibitor(event, name=name, website="https://example.org", kind="start_up")
    picture = clean(png(), Limits())
    with transaction():
        values = {**ENTRY, "logo_id": store_picture(picture, utc_now()), **changes}
        db.session.execute(update(Exhibitor).where(Exhibitor.id == exhibitor.id).values(values))
    return exhibitor.id


def place(event: Event, exhibitor_id: UUID, number: int = 0) -> str:
    """Give an exhibitor a free stand of the last day, and draw it; return its label."""
    event = get_event(event.slug)
    slots = [each for each in list_free_slots(event) if each.day_id == event.last_day.id]
    slot = slots[0]
    with transaction():
        area = Area(
            event_id=event.id, name=f"Halle {number}", position=1, width_cm=2000, depth_cm=900
        )
        db.session.add(area)
        db.session.flush()
        stand = db.session.get_one(Stand, slot.stand_id)
        stand.area_id, stand.x_cm, stand.y_cm = area.id, 100, 100
        assign(slot, get_exhibitor(exhibitor_id), utc_now(), "test")
        tell(event, [exhibitor_id], By(utc_now(), "test"))
    return slot.label


def test_the_list_finds_by_words_kind_topic_and_day(client: FlaskClient, event: Event) -> None:
    publish(event)
    publish(event, "Stadt Lahr", tags="")
    address = f"/{event.slug}/aussteller"
    assert {"Rebsensor", "Stadt Lahr"} <= set(_names(client, address))
    for query, names in {
        "q=reb": ["Rebsensor"],
        "q=": ["Rebsensor", "Stadt Lahr"],
        "thema=Wein": ["Rebsensor"],
        "art=association": [],
        "tag=1999-01-01": ["Rebsensor", "Stadt Lahr"],
        f"tag={event.last_day.date}": [],
        "seite=99999": ["Rebsensor", "Stadt Lahr"],
        "seite=-1": ["Rebsensor", "Stadt Lahr"],
    }.items():
        assert _names(client, f"{address}?{query}") == names, query


def _names(client: FlaskClient, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    return [str(each.text_content()) for each in page_of(answer).xpath("//ul//h2")]


def test_an_exhibitor_has_a_page_in_the_language_of_its_reader(
    client: FlaskClient, event: Event
) -> None:
    exhibitor_id = publish(event)
    label = place(event, exhibitor_id)
    answer = client.get(f"/{event.slug}/aussteller/{exhibitor_id}?lang=fr")
    page, text = page_of(answer), text_of(answer)
    assert "Capteurs dans les vignes" in text
    assert f"Stand {label}, Halle 0" in text
    (logo,) = page.xpath("//main//img")
    assert logo.get("alt") == "Logo de Rebsensor"
    assert client.get(logo.get("src")).mimetype == "image/webp"
    (data,) = page.xpath("//script[@type='application/ld+json']/text()")
    described = json.loads(str(data))
    assert described["@type"] == "Organization"
    assert described["description"] == "Capteurs dans les vignes"
    assert {each.get("hreflang") for each in page.xpath("//link[@hreflang]")} >= {"de", "en", "fr"}


def test_what_is_written_in_another_language_says_so(client: FlaskClient, event: Event) -> None:
    address = f"/{event.slug}/aussteller/{publish(event)}?lang=en"
    assert 'lang="de">Funk im Weinberg' in client.get(address).get_data(as_text=True)


def test_nothing_personal_is_published(client: FlaskClient, event: Event) -> None:
    exhibitor_id = publish(event)
    place(event, exhibitor_id)
    with transaction():
        exhibitor = get_exhibitor(exhibitor_id)
        exhibitor.contact_name, exhibitor.email, exhibitor.phone = "Xaver", "x@y.de", "0781 77"
        exhibitor.wishes, exhibitor.note = "Stuhl", "heikel"
    for path in ("aussteller", f"aussteller/{exhibitor_id}", "plan", ""):
        shown = client.get(f"/{event.slug}/{path}").get_data(as_text=True)
        assert "Rebsensor" in shown
        for secret in ("Xaver", "x@y.de", "0781 77", "Stuhl", "heikel"):
            assert secret not in shown, (path, secret)


@pytest.mark.parametrize(
    "change",
    [
        *({"state": state} for state in ("unconfirmed", "applied", "rejected", "withdrawn")),
        # The decision is kept until *Mitteilen*: nobody reads it here first.
        {"state": "accepted", "untold": True},
        # Its letter waits, and until it leaves the decision can be undone.
        {"state": "accepted", "decided_from": "applied"},
    ],
)
def test_only_who_was_accepted_is_published(
    client: FlaskClient, event: Event, change: dict[str, object]
) -> None:
    exhibitor_id = publish(event)
    place(event, exhibitor_id)
    with transaction():
        db.session.execute(update(Exhibitor).values(change))
        db.session.execute(update(Letter).values(state=LetterState.WAITING))
    assert client.get(f"/{event.slug}/aussteller/{exhibitor_id}").status_code == 404
    for path in ("aussteller", "plan", "", "../sitemap.xml"):
        shown = client.get(f"/{event.slug}/{path}", follow_redirects=True).get_data(as_text=True)
        assert "Rebsensor" not in shown
        assert str(exhibitor_id) not in shown
    assert client.get(f"/{event.slug}/aussteller/{uuid4()}").status_code == 404


@pytest.mark.parametrize("told", [True, False])
def test_what_is_only_held_or_was_not_told_is_not_shown(
    client: FlaskClient, event: Event, told: bool
) -> None:
    exhibitor_id = publish(event)
    label = place(event, exhibitor_id)
    with transaction():
        held = update(Assignment).values(held_until=utc_now() + timedelta(days=1))
        db.session.execute(held if told else update(Exhibitor).values(told_of=""))
    assert "Rebsensor" not in client.get(f"/{event.slug}/plan").get_data(as_text=True)
    page = text_of(client.get(f"/{event.slug}/aussteller/{exhibitor_id}"))
    assert f"Stand {label}" not in page


def test_the_plan_marks_who_is_looked_for(client: FlaskClient, event: Event) -> None:
    exhibitor_id = publish(event)
    label = place(event, exhibitor_id)
    answer = client.get(f"/{event.slug}/plan?stand={label.lower()}")
    page = page_of(answer)
    assert f"Sie suchen: Stand {label}, Rebsensor, Halle 0" in text_of(answer)
    (sought,) = page.find_class("drawing__stand--marked")
    assert label in sought.text_content()
    assert len(page.find_class("drawing__pin")) == 1
    # The list says it to who does not see the drawing.
    (listed,) = page.find_class("plan__sought")
    assert listed.get("data-of-stand") == sought.get("data-stand")
    unknown = client.get(f"/{event.slug}/plan?stand=%3Cb%3EZ9")
    assert unknown.status_code == 200
    assert "Einen Stand „<b>Z9“ gibt es hier nicht." in text_of(unknown)


def test_the_list_beside_the_plan_says_all_that_is_drawn(client: FlaskClient, event: Event) -> None:
    for number, name in enumerate(("Rebsensor", "Stadt Lahr")):
        place(event, publish(event, name), number)
    page = page_of(client.get(f"/{event.slug}/plan"))
    drawn = {each.get("data-stand") for each in page.xpath("//*[@data-stand]")}
    listed = {each.get("data-of-stand") for each in page.xpath("//*[@data-of-stand]")}
    assert len(drawn) == 2
    assert drawn <= listed
    links = page.xpath("//*[local-name()='svg'][@data-floor]//a")
    assert {each.get("tabindex") for each in links} == {"-1"}
    listed_links = page.xpath("//li[@data-of-stand]//a/@href")
    assert {each.get("href") for each in links} <= set(listed_links)


def test_an_event_without_a_fair_has_no_plan(client: FlaskClient, app: Flask) -> None:
    with app.app_context():
        slug = make_event_today().slug
        with transaction():
            for slot in list_free_slots(get_event(slug)):
                db.session.delete(slot)
    assert client.get(f"/{slug}/plan").status_code == 200
    assert client.get("/gibtsnicht/plan").status_code == 404
    assert client.get("/gibtsnicht/aussteller").status_code == 404


def test_search_engines_are_told_of_each(client: FlaskClient, event: Event) -> None:
    exhibitor_id = publish(event)
    sitemap = client.get("/sitemap.xml").get_data(as_text=True)
    assert f"/{event.slug}/aussteller/{exhibitor_id}</loc>" in sitemap
    assert f"/{event.slug}/plan</loc>" in sitemap


def test_many_exhibitors_cost_no_more_questions(client: FlaskClient, event: Event) -> None:
    address = f"/{event.slug}/aussteller"
    publish(event)
    with counted(db.engine) as few:
        client.get(address)
    for number in range(60):
        make_exhibitor(event, name=f"AG {number}")
    with counted(db.engine) as many:
        answer = client.get(address)
    assert many[0] <= few[0]
    assert "Seite 1 von 2" in text_of(answer)


def test_what_lies_under_the_stands_is_shown(client: FlaskClient, event: Event) -> None:
    place(event, publish(event))
    picture = clean(png(), Limits())
    with transaction():
        picture_id = store_picture(picture, utc_now())
        area = db.session.scalars(select(Area)).one()
        area.background_id, area.background_x_cm, area.background_width_cm = picture_id, 50, 1000
    page = page_of(client.get(f"/{event.slug}/plan"))
    (under,) = page.xpath("//*[local-name()='image']")
    assert client.get(under.get("href")).mimetype == "image/webp"
    # As wide as organisers say, and as high as the picture is then.
    assert (under.get("x"), under.get("width"), under.get("height")) == ("50", "1000", "500")
