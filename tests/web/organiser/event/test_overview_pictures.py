"""The pictures of the overview: what stands first depends on the moment, and each has its table."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.bookings.models import BookedCount
from ortenaudigital.bookings.queries import QUARTER
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import step_of, utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.db.rows import insert_if_absent
from tests.factories import make_booking, make_device, make_event, make_exhibitor
from tests.features.reporting.test_figures_of_reports import ask
from tests.web.forms import page_of, text_of
from tests.web.organiser.event.test_expected_guests import make_earlier

SLUG = "ortenau-digital-2027"


def headings(browser: FlaskClient) -> list[str]:
    found = page_of(browser.get(f"/orga/{SLUG}/")).xpath(
        "//section[contains(@class,'desk__panel')]//h2"
    )
    return [each.text_content() for each in found]


def make_edition(days_away: int) -> None:
    first = utc_now().date() + timedelta(days=days_away)
    event = make_event(first=first, second=first + timedelta(days=1), opens="00:00", closes="24:00")
    make_booking(event, event.days[0].opens_at - timedelta(days=40), number=4)
    make_exhibitor(event)
    make_device(event, now=utc_now())


@pytest.mark.parametrize(
    ("days_away", "expected"),
    [
        (30, ["Wie viele kommen werden", "Wie sich die Veranstaltung füllt", "Aussteller nach"]),
        (-1, ["Wie viele kommen werden", "Wie sich die Veranstaltung füllt", "Aussteller nach"]),
        (-9, ["Wie sich die Veranstaltung gefüllt hat", "Aussteller nach"]),
    ],
    ids=["before", "on the day", "after"],
)
def test_what_helps_at_that_moment_stands_first(
    app: Flask, organiser: FlaskClient, days_away: int, expected: list[str]
) -> None:
    with app.app_context():
        make_earlier()
        make_edition(days_away)
    assert [
        each[: len(words)] for each, words in zip(headings(organiser), expected, strict=True)
    ] == (expected)
    page = page_of(organiser.get(f"/orga/{SLUG}/"))
    order = [each.text_content() for each in page.xpath("//main//h2")]
    came = order.index("Eingelassen nach Tag und Ticketart") if days_away < 0 else None
    assert came is None or came < next(at for at, each in enumerate(order) if "füllt" in each)
    assert page.xpath("//@style") == []
    for picture in page.xpath("//figure/svg"):
        assert picture.get("role") == "img"
        assert picture.get("aria-label")


def test_an_event_is_shown_beside_its_earlier_edition(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        first = utc_now().date() - timedelta(days=200)
        before = make_event(
            slug="ortenau-digital-2025",
            title="Ausgabe davor",
            first=first,
            second=first + timedelta(days=1),
        )
        opens = before.days[0].opens_at
        make_booking(before, opens - timedelta(days=50), number=5, email="a@example.org")
        make_booking(before, opens - timedelta(days=10), number=2, email="b@example.org")
        make_event(
            slug="anderes-2025", title="Anderes", first=first, second=first + timedelta(days=1)
        )
        make_edition(30)
    words = text_of(organiser.get(f"/orga/{SLUG}/"))
    assert "30 Tage vor dem Beginn: 4 Tickets gebucht." in words
    assert f"Ausgabe davor ({first.year}): zur gleichen Zeit 5, am Ende 7." in words
    assert "Anderes:" not in words
    page = page_of(organiser.get(f"/orga/{SLUG}/"))
    assert len(page.xpath("//*[contains(@class, 'chart__plot')]/*")) == 2
    rows = [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")]
        for row in page.xpath("//details[@class='figures']//tr")
    ]
    own = rows[0].pop(1)
    assert own.startswith("Ortenau Digital 2027")
    assert rows[0] == ["Tage vorher", f"Ausgabe davor ({first.year})"]
    assert ["30", "4", "5"] in rows
    assert ["0", "–", "7"] in rows


def test_what_is_expected_says_its_range_and_on_what_it_rests(
    app: Flask, organiser: FlaskClient
) -> None:
    with app.app_context():
        make_edition(30)
    assert "voraussichtlich" not in text_of(organiser.get(f"/orga/{SLUG}/"))
    with app.app_context():
        make_earlier()
    words = text_of(organiser.get(f"/orga/{SLUG}/"))
    assert "etwa 3 der 4 gebuchten Gäste, in vier von fünf Fällen zwischen 2 und 4." in words
    assert "bei der 20 von 24 gebuchten Tickets genutzt wurden (83 %)" in words


def panel(browser: FlaskClient, name: str, slug: str = SLUG) -> Any:
    found = page_of(browser.get(f"/orga/{slug}/")).xpath(f"//section[@aria-labelledby='{name}']")
    return found[0] if found else None


def table_in(section: Any) -> list[list[str]]:
    rows = section.xpath(".//details[@class='figures']//tr")
    return [[cell.text_content() for cell in row.xpath("./th|./td")] for row in rows]


def test_bookings_are_drawn_by_ticket_type_with_a_table(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make_edition(30)
        event = get_event(SLUG)
        # One type alone is the curve of the whole event.
        assert panel(organiser, "by-type") is None
        professional = next(each for each in event.ticket_types if each.slug == "fachticket")
        quarter = step_of(event.days[0].opens_at - timedelta(days=35), QUARTER)
        values = {"ticket_type_id": professional.id, "quarter": quarter, "number": 2}
        with transaction():
            insert_if_absent(BookedCount, values)
    section = panel(organiser, "by-type")
    assert "Gebucht nach Ticketart: Bürgerticket 4, Fachticket 2." in section.text_content()
    assert len(section.xpath(".//*[contains(@class, 'chart__plot')]/*")) == 2
    head, *rows = table_in(section)
    assert head == ["Tage vorher", "Bürgerticket", "Fachticket"]
    assert ["35", "4", "2"] in rows
    assert ["0", "–", "–"] in rows


def test_towns_are_drawn_only_where_guests_are_asked(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make_edition(30)
        event = get_event(SLUG)
        assert panel(organiser, "origins") is None
        ask(event)
        for number, town in enumerate([*["Kehl"] * 7, *["Lahr"] * 5, "Zell"]):
            answers = {"town": (town,)}
            make_booking(event, utc_now(), email=f"g{number}@example.org", answers=answers)
    section = panel(organiser, "origins")
    assert table_in(section) == [["Ort", "Buchungen"], ["Kehl", "7"], ["Andere Orte", "6"]]
    assert [each.get("width") for each in section.xpath(".//rect")] == ["100.0%", "85.71%"]
    assert "Zell" not in section.text_content()


def test_afterwards_it_is_drawn_who_came(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make_earlier()
        make_edition(30)
    assert panel(organiser, "came") is None
    section = panel(organiser, "came", "frueher")
    assert "Personen, die kamen: 20. Gebuchte Tickets: 24." in section.text_content()
    assert table_in(section)[1:] == [["Bürgerticket", "20", "24"]]
