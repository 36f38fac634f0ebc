"""The page of needs: read by few, by day, seen to by a press; and nowhere else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.events.sections.questions.kinds import Need
from ortenaudigital.kernel.clock import utc_now
from tests.factories import (
    PASSWORD,
    make_booking,
    make_event,
    make_event_today,
    make_organiser,
    needs,
)
from tests.web.forms import page_of, submit, text_of


@pytest.fixture
def slug(app: Flask) -> str:
    with app.app_context():
        event = make_event_today()
        told = needs("R4mpe <b>", Need.WHEELCHAIR)
        make_booking(event, utc_now(), first_name="Rosa", last_name="Rollmann", needs=told)
        make_booking(event, utc_now(), first_name="Otto", last_name="Ohne")
        return event.slug


def as_(app: Flask, role: Role) -> FlaskClient:
    with app.app_context():
        email = make_organiser(f"{role}@example.org", role).email
    client = app.test_client()
    assert submit(client, "/orga/anmelden", email=email, password=PASSWORD).status_code == 302
    return client


def test_needs_are_listed_and_seen_to(app: Flask, organiser: FlaskClient, slug: str) -> None:
    url = f"/orga/{slug}/bedarfe"
    words = text_of(organiser.get(url))
    for word in ("Rosa Rollmann", "Rollstuhlplatz", "R4mpe <b>", "Offen"):
        assert word in words
    assert "Otto Ohne" not in words
    assert "Für diesen Tag ist 1 Bedarf offen." in words
    (form,) = [each for each in page_of(organiser.get(url)).forms if "done" in each.fields]
    done = organiser.post(form.action, data=dict(form.form_values()))
    assert done.status_code == 303
    words = text_of(organiser.get(done.location))
    assert "olga@example.org" in words
    assert "Für diesen Tag sind 0 Bedarfe offen." in words
    assert "Rosa" not in text_of(organiser.get(f"{url}?status=open"))
    assert "Rosa" in text_of(organiser.get(f"{url}?status=done&art=wheelchair"))
    assert "Rosa" not in text_of(organiser.get(f"{url}?art=companion"))
    opened = submit(organiser, url, form.action)
    assert opened.status_code == 303
    assert "olga@example.org" not in text_of(organiser.get(url))


def test_the_next_day_with_open_needs_is_shown_first(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        event = make_event()
        # It admits to the second of two days.
        told = needs("", Need.WHEELCHAIR)
        make_booking(event, utc_now(), first_name="Rosa", last_name="Rollmann", needs=told)
        slug = event.slug
    words = text_of(organiser.get(f"/orga/{slug}/bedarfe"))
    assert "Rosa Rollmann" in words
    assert "(1 offen)" in words


@pytest.mark.parametrize("query", ["?tag=x", "?tag=1999-01-01", "?art=x&status=y", "?tag=9999999"])
def test_strange_filters_show_the_day_that_comes(
    organiser: FlaskClient, slug: str, query: str
) -> None:
    assert "Rosa Rollmann" in text_of(organiser.get(f"/orga/{slug}/bedarfe{query}"))


def test_another_day_or_another_event_is_not_found(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    (form,) = [
        each
        for each in page_of(organiser.get(f"/orga/{slug}/bedarfe")).forms
        if "done" in each.fields
    ]
    data = dict(form.form_values())
    with app.app_context():
        other = make_event_today(slug="anderes").slug
    for wrong in (
        form.action.rpartition("/")[0] + "/1999-01-01",
        form.action.rpartition("/")[0] + "/x",
        form.action.replace(slug, other),
    ):
        assert organiser.post(wrong, data=data).status_code == 404, wrong
    assert "Offen" in text_of(organiser.get(f"/orga/{slug}/bedarfe"))


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        (Role.OWNER, True),
        (Role.ORGANISER, True),
        (Role.DOOR_LEAD, True),
        (Role.READER, False),
        (Role.FAIR_OFFICE, False),
    ],
)
def test_only_who_sees_to_needs_reads_them(app: Flask, slug: str, role: Role, reads: bool) -> None:
    browser = as_(app, role)
    answer = browser.get(f"/orga/{slug}/bedarfe")
    assert answer.status_code == (200 if reads else 403)
    assert ("R4mpe" in text_of(answer)) is reads
    bookings = browser.get(f"/orga/{slug}/buchungen?q=Rollmann")
    if bookings.status_code == 403:
        return
    (link,) = page_of(bookings).xpath("//tbody//a/@href")
    booking = text_of(browser.get(link))
    assert "Rosa Rollmann" in booking
    assert ("R4mpe" in booking) is reads
    assert ("Rollstuhlplatz" in booking) is reads


def test_needs_are_in_no_search_and_on_no_other_page(
    app: Flask, organiser: FlaskClient, slug: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert "Rosa" not in text_of(organiser.get(f"/orga/{slug}/buchungen?q=R4mpe"))
    for page in ("", "/buchungen", "/einlass"):
        answer = organiser.get(f"/orga/{slug}{page}", follow_redirects=True)
        assert "R4mpe" not in answer.get_data(as_text=True), page
    for table in ("bookings", "participants", "scans", "report"):
        said = app.test_cli_runner().invoke(args=["event", "table", slug, table]).output
        assert "R4mpe" not in said
        assert "Rollstuhl" not in said
        assert "wheelchair" not in said
    assert "R4mpe" not in caplog.text
