"""The list of bookings: sorted as is wanted, page by page, with what is not usual about a row."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.audit.models import Entry
from ortenaudigital.bookings.links import booking_key, ticket_code
from ortenaudigital.bookings.lists.models import SavedView
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.text import fold
from tests.factories import BOOKED_AT, make_booking, make_event
from tests.web.forms import page_of, text_of
from tests.web.organiser.test_needs_page import as_

NAMES = ("Zorn", "Berg", "Ächter", "Müller", "Berg", "Acker")


@pytest.fixture
def page(app: Flask) -> str:
    with app.app_context():
        event = make_event()
        for number, name in enumerate(NAMES):
            at = BOOKED_AT + timedelta(minutes=number)
            make_booking(event, at, last_name=name, email=f"{number}@example.org")
        return f"/orga/{event.slug}/buchungen"


def column(client: FlaskClient, address: str, number: int = 1) -> list[str]:
    cells = page_of(client.get(address)).xpath(f"//tbody/tr/*[{number + 1}]")
    return [" ".join(cell.text_content().split()) for cell in cells]


def last_names(client: FlaskClient, address: str) -> list[str]:
    return [each.split()[-2] for each in column(client, address)]


@pytest.mark.parametrize("small", [25, 2])
def test_each_order_is_whole_page_by_page_and_back(
    organiser: FlaskClient, page: str, small: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ortenaudigital.kernel.paging.PAGE_SIZE", small)
    monkeypatch.setattr("ortenaudigital.bookings.lists.pages.PAGE_SIZE", small)
    by_name = sorted(NAMES, key=fold)
    expected = {
        "": [*reversed(NAMES)],
        "gebucht": [*NAMES],
        "-gebucht": [*reversed(NAMES)],
        "name": by_name,
        "-name": by_name[::-1],
        "q=erika&sort=name": by_name,
        "q=erika&sort=-name": by_name[::-1],
        "unbekannt": [*reversed(NAMES)],
    }
    for sort, names in expected.items():
        address: str = f"{page}?{sort if 'q=' in sort else f'sort={sort}'}"
        seen: list[str] = []
        pages = []
        while address:
            pages.append(last_names(organiser, address))
            seen += pages[-1]
            shown = page_of(organiser.get(address))
            (*_, address) = ["", *(page + each for each in shown.xpath("//a[@rel='next']/@href"))]
            back = shown.xpath("//a[@rel='prev']/@href")
            if back:
                assert last_names(organiser, page + back[0]) == pages[-2]
        assert seen == names, sort


def test_the_columns_say_what_is_sorted_and_which_way(organiser: FlaskClient, page: str) -> None:
    def sorted_by(query: str) -> list[tuple[str, str]]:
        heads = page_of(organiser.get(f"{page}?{query}")).xpath("//th[@aria-sort]")
        return [(head.text_content().strip(), head.get("aria-sort")) for head in heads]

    assert sorted_by("") == [("Gebucht", "descending")]
    assert sorted_by("sort=name") == [("Name und E-Mail-Adresse", "ascending")]
    assert sorted_by("sort=-nummer") == [("Buchung", "descending")]
    links = page_of(organiser.get(f"{page}?sort=name&status=valid")).xpath("//th/a/@href")
    assert "?status=valid&sort=-name" in links


def test_what_is_exactly_meant_comes_first_and_codes_find_their_booking(
    app: Flask, organiser: FlaskClient, page: str
) -> None:
    with app.app_context():
        event = get_event(page.split("/")[2])
        exact = make_booking(event, BOOKED_AT, last_name="Berge", email="berge@example.org")
        make_booking(event, BOOKED_AT + timedelta(days=1), last_name="Bergedorf")
        code = ticket_code(exact.tickets[0].id, 0)
        key, reference = booking_key(exact.id), exact.reference
    assert last_names(organiser, f"{page}?q=Berge") == ["Berge", "Bergedorf"]
    for word in (code, f"https://x.example/t/{code.lower()}", key, reference, f"{reference}-1"):
        assert last_names(organiser, f"{page}?q={word}") == ["Berge"], word
    assert last_names(organiser, f"{page}?q={code}+Zorn") == []
    assert last_names(organiser, f"{page}?q={'A' * 26}") == []


def test_rows_say_what_is_not_usual(app: Flask, organiser: FlaskClient, page: str) -> None:
    shown = page_of(organiser.get(page))
    assert "Gültig" not in shown.xpath("string(//tbody)")
    assert column(organiser, page, 2) == ["1 × Bürgerticket"] * len(NAMES)
    assert all(each.endswith("Uhr") for each in column(organiser, page, 3))
    assert column(organiser, page, 4) == [""] * len(NAMES)


def post(client: FlaskClient, page: str, address: str, **data: str) -> TestResponse:
    (token, *_) = page_of(client.get(page)).xpath("//input[@name='csrf_token']/@value")
    answer = client.post(address, data={"csrf_token": token, **data})
    assert answer.status_code == 303
    return answer


def save(client: FlaskClient, page: str, query: str, name: str, **more: str) -> str:
    (stored,) = page_of(client.get(f"{page}?{query}")).xpath(
        "//form[contains(@action, '/ansichten')]/input[@name='query']/@value"
    )
    answer = post(client, page, f"{page}/ansichten", name=name, query=stored, **more)
    return str(answer.location)


def tabs(client: FlaskClient, page: str) -> list[str]:
    return page_of(client.get(page)).xpath("//nav[@aria-label='Gespeicherte Ansichten']//a/text()")


def test_a_view_is_saved_found_renamed_and_deleted(
    app: Flask, organiser: FlaskClient, page: str
) -> None:
    where = save(organiser, page, "q=Erika&sort=name&status=valid", "Gültige", shared="1")
    assert where.endswith("?status=valid&sort=name")
    assert tabs(organiser, page) == ["Alle", "Gültige"]
    # The same once more, as by a double click, is one.
    data = {"name": "Gültige", "query": "status=valid&sort=name", "shared": "1"}
    post(organiser, page, f"{page}/ansichten", **data)
    assert tabs(organiser, page) == ["Alle", "Gültige"]
    answer = post(organiser, page, f"{page}/ansichten", **data | {"query": "sprache=fr"})
    assert "gibt es schon" in text_of(organiser.get(answer.location))
    with app.app_context():
        (view,) = db.session.scalars(select(SavedView))
        assert (view.query, view.user_id) == ("status=valid&sort=name", None)
        address = f"{page}/ansichten/{view.id}"
    answer = post(organiser, page, f"{address}/name", name=" ")
    assert "höchstens 40" in text_of(organiser.get(answer.location))
    post(organiser, page, f"{address}/name", name="Alle  gültigen")
    assert tabs(organiser, page) == ["Alle", "Alle gültigen"]
    post(organiser, page, f"{page}/ansichten", **data | {"name": "Zweite"})
    answer = post(organiser, page, f"{address}/name", name="Zweite")
    assert "gibt es schon" in text_of(organiser.get(answer.location))
    current = page_of(organiser.get(where)).xpath("//nav//a[@aria-current='true']/text()")
    assert "Alle gültigen" in current
    post(organiser, page, f"{address}/loeschen")
    assert tabs(organiser, page) == ["Alle", "Zweite"]
    with app.app_context():
        told = db.session.scalars(select(Entry).order_by(Entry.id)).all()
        actions = [each.action for each in told]
        changes = [each.details.get("changes") for each in told if "view_" in each.action]
        assert actions[-3:] == [f"bookings.view_{each}" for each in ("renamed", "saved", "deleted")]
    chosen = ["status=valid", "sort=name"]
    assert changes[0] == [["view", None, "Gültige"], ["chosen", None, chosen]]
    assert changes[1] == [["view", "Gültige", "Alle gültigen"]]
    assert changes[-1] == [["view", "Alle gültigen", None], ["chosen", chosen, []]]


def test_own_views_are_for_oneself_and_readers_share_none(
    app: Flask, organiser: FlaskClient, page: str
) -> None:
    save(organiser, page, "status=valid", "Meine")
    reader = as_(app, Role.READER)
    save(reader, page, "status=cancelled", "Seine", shared="1")
    save(organiser, page, "sprache=fr", "Französisch", shared="1")
    assert tabs(organiser, page) == ["Alle", "Französisch", "Meine"]
    assert tabs(reader, page) == ["Alle", "Französisch", "Seine"]
    with app.app_context():
        ids = {each.name: each.id for each in db.session.scalars(select(SavedView))}
    for name in ("Meine", "Französisch"):
        answer = post(reader, page, f"{page}/ansichten/{ids[name]}/loeschen")
        assert "gibt es nicht mehr" in text_of(reader.get(answer.location))
    assert len(tabs(organiser, page)) == 3
