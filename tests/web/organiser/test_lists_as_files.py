"""Lists as files: just what the page shows, for whom names may leave, each time written down."""

import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, event, select

from ortenaudigital.accounts.commands import assign_role
from ortenaudigital.accounts.permissions import PERMISSIONS, Permission, Role
from ortenaudigital.adapters.tables import FORMATS, formats
from ortenaudigital.audit.models import Entry
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.sections.questions.kinds import Need
from ortenaudigital.kernel import paging
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.db.connections import WRITES
from tests.factories import PASSWORD, make_booking, make_event, make_organiser, needs
from tests.web.cast import Stage, address, rules_of
from tests.web.forms import page_of, submit, text_of

FILE = "_file"
# The pages that show a list, where they are not called as it is.
PAGES = {"recipients": "mailing", "fair_recipients": "fair_mailing"}
PAGES |= {"furniture": "portals", "many": "many_run", "attendance": "live", "scans": "live"}


@pytest.fixture
def full(app: Flask, stage: Stage) -> Stage:
    """The stage with what else a list shows: needs, and bookings of the same people."""
    with app.app_context():
        event = get_event(stage.values["slug"])
        for name, language in (("=1+1", "de"), ("Berg", "fr"), ("Berg", "fr"), ("Arndt", "fr")):
            told = needs("", Need.WHEELCHAIR)
            who = {"first_name": "Anna", "last_name": name, "email": "anna@example.org"}
            make_booking(event, utc_now(), **who, language=language, needs=told)
    return stage


# What nothing was done to yet has no list on its page.
NOT_YET = ("fair_recipients", "furniture", "many", "recipients")


def lists(app: Flask) -> list[str]:
    """Return the names of all lists that organisers can take as a file."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.endswith("/liste.<kind>")]
    names = [rule.endpoint.removeprefix("organiser.").removesuffix(FILE) for rule in rules]
    assert len(names) > 14
    return sorted(names)


def url_of(app: Flask, stage: Stage, endpoint: str, **values: str) -> str:
    (rule,) = app.url_map.iter_rules(f"organiser.{endpoint}")
    return address(app, rule, stage, **values)


def page_url(app: Flask, stage: Stage, name: str) -> str:
    return url_of(app, stage, PAGES.get(name, name))


def take(browser: FlaskClient, page: str, name: str = "", kind: str = "csv") -> bytes:
    """Press the button of a page that hands out its list."""
    action = f"//form[contains(@action, '{name}/liste.csv')]" if name else "//form"
    button = f"{action}//button[contains(@formaction, '/liste.{kind}')]"
    buttons = page_of(browser.get(page)).xpath(button)
    assert buttons, page
    form = next(each for each in buttons[0].iterancestors("form"))
    sent = dict(form.form_values())
    answer = browser.post(buttons[0].get("formaction"), data=sent)
    assert answer.status_code == 200, (page, answer.status_code)
    assert answer.content_type == FORMATS[kind].mimetype
    assert f".{kind}" in answer.headers["Content-Disposition"]
    return answer.data


def rows(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def last_taken(app: Flask) -> Entry:
    with app.app_context():
        taken = select(Entry).where(Entry.action == "exports.taken").order_by(Entry.id.desc())
        return db.session.scalars(taken.limit(1)).one()


def test_every_list_is_handed_out_and_that_is_written_down(
    app: Flask, organiser: FlaskClient, full: Stage
) -> None:
    for name in set(lists(app)) - set(NOT_YET):
        file = url_of(app, full, f"{name}{FILE}", kind="csv").removesuffix("/liste.csv")
        found = rows(take(organiser, page_url(app, full, name), file))
        entry = last_taken(app)
        assert (entry.actor, entry.details["list"]) == ("olga@example.org", name)
        assert (entry.details["rows"], entry.details["kind"]) == (len(found), "csv")
        assert (entry.event_id is None) is (name in ("letters", "house_history")), name
        assert found, name
        # Neither raw values nor pieces of pages.
        assert not any("<" in value or "None" in value for row in found for value in row.values())
    words = text_of(organiser.get(url_of(app, full, "house_history") + "?bereich=exports"))
    assert "Liste mitgenommen: Warteliste" in words


def test_each_kind_of_file_and_no_other(app: Flask, organiser: FlaskClient, stage: Stage) -> None:
    page = page_url(app, stage, "exhibitors")
    assert take(organiser, page, kind="xlsx").startswith(b"PK")
    before = last_taken(app).id
    form = next(f for f in page_of(organiser.get(page)).forms if "liste.csv" in f.action)
    sent = dict(form.form_values())
    assert organiser.post(form.action.replace(".csv", ".exe"), data=sent).status_code == 404
    assert last_taken(app).id == before


@pytest.mark.parametrize("query", ["?q=anna", "?sprache=fr&sort=name", "?status=cancelled&q=x y"])
def test_a_list_of_bookings_is_that_of_the_page(
    app: Flask, organiser: FlaskClient, full: Stage, query: str
) -> None:
    url = page_url(app, full, "bookings") + query
    page = page_of(organiser.get(url))
    shown = [link.text_content() for link in page.xpath("//tbody//th//a")]
    # A script takes over what is found by other words: the buttons have to be among it.
    forms = page.xpath("//*[@data-live-results]//form[contains(@action, '/liste.csv')]/@action")
    assert bool(forms) is bool(shown)
    if not shown:
        return
    found = rows(take(organiser, url))
    assert [row["Buchungsnummer"] for row in found] == shown
    assert not any(row["Nachname"].startswith("=") for row in found)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("invitations", "?status=sent"),
        ("letters", "?brief=bookings.confirmation&q=Erika"),
        ("event_outbox", "?status=waiting"),
        ("event_history", "?bereich=bookings&wer=holder"),
        ("needs_list", "?status=open&art=wheelchair"),
        ("conflicts", "?status=settled"),
        ("exhibitors", "?status=accepted"),
    ],
)
def test_the_filters_of_the_page_are_those_of_the_file(
    app: Flask, organiser: FlaskClient, full: Stage, name: str, query: str
) -> None:
    url = page_url(app, full, name) + query
    shown = len(page_of(organiser.get(url)).xpath("//tbody/tr"))
    form = page_of(organiser.get(page_url(app, full, name)))
    sent = dict(next(f for f in form.forms if "/liste.csv" in (f.action or "")).form_values())
    file = url_of(app, full, f"{name}{FILE}", kind="csv") + query
    assert len(rows(organiser.post(file, data=sent).data)) == shown
    details = last_taken(app).details
    # By what it was narrowed, not for whom was looked.
    assert details["filters"] == sorted(
        pair.split("=")[0] for pair in query.removeprefix("?").split("&")
    )
    assert "Erika" not in str(details)


def test_nobody_who_books_waits_for_a_list_that_is_read(
    app: Flask, organiser: FlaskClient, full: Stage
) -> None:
    page, url = (
        url_of(app, full, "duplicates"),
        url_of(app, full, f"duplicates{FILE}", kind="csv"),
    )
    asked: list[str] = []

    def note(connection: Connection, _: object, statement: str, *rest: object) -> None:
        if WRITES in connection.get_execution_options():
            asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    take(organiser, page, url.removesuffix("/liste.csv"))
    event.remove(engine, "before_cursor_execute", note)
    assert asked
    assert not any("FROM booking" in each for each in asked)


def test_an_outbox_is_of_the_event_that_was_asked_for_and_of_no_other(
    app: Flask, stage: Stage
) -> None:
    """Somebody organises one event, and reads at the other."""
    with app.app_context():
        other = make_event(slug="anderes", title="Anderes")
        make_booking(other, utc_now(), email="anders@example.org")
        reads = get_event(stage.values["slug"])
        user = make_organiser("leo@example.org", Role.READER, reads)
        with transaction():
            assign_role(user.id, Role.ORGANISER, other.id)
    browser = app.test_client()
    submit(browser, "/orga/anmelden", email="leo@example.org", password=PASSWORD)
    page = browser.get("/orga/postausgang")
    sent = dict(
        next(f for f in page_of(page).forms if "liste.csv" in (f.action or "")).form_values()
    )
    own = rows(browser.post("/orga/postausgang/liste.csv?veranstaltung=anderes", data=sent).data)
    assert {row["Veranstaltung"] for row in own} == {"Anderes"}
    refused = browser.post(
        f"/orga/postausgang/liste.csv?veranstaltung={stage.values['slug']}", data=sent
    )
    assert refused.status_code == 404


def test_whatever_else_stands_in_an_address_is_not_written_down(
    app: Flask, organiser: FlaskClient, stage: Stage
) -> None:
    take(organiser, page_url(app, stage, "wait_list") + "?Erika=Musterfrau&sort=x&nach=1")
    assert last_taken(app).details["filters"] == []


def test_a_long_list_is_read_page_by_page(
    app: Flask, organiser: FlaskClient, full: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = ("bookings", "codes", "event_outbox", "invitations", "scans", "wait_list")
    whole = {name: _file(app, organiser, full, name) for name in read}
    history = _file(app, organiser, full, "event_history")
    monkeypatch.setattr(paging, "AT_ONCE", 2)
    # Each row is sent by itself, after the session that read it is gone.
    monkeypatch.setattr(formats, "PIECE_LINES", 1)
    assert {name: _file(app, organiser, full, name) for name in read} == whole
    again = _file(app, organiser, full, "event_history")
    # Taking a list is one more entry, the newest; its own is not in it.
    assert again[len(read) + 1 :] == history
    assert "Verlauf" in again[len(read)]["Was"]


def _file(app: Flask, organiser: FlaskClient, stage: Stage, name: str) -> list[dict[str, str]]:
    path = url_of(app, stage, f"{name}{FILE}", kind="csv").removesuffix("/liste.csv")
    return rows(take(organiser, page_url(app, stage, name), path))


def test_who_may_take_a_list_may_see_its_page_and_nobody_else_is_offered_it(
    app: Flask, stage: Stage
) -> None:
    rules = rules_of(app)
    for name in lists(app):
        to_take = rules[f"organiser.{name}{FILE}"]
        to_see = rules[f"organiser.{PAGES.get(name, name)}"]
        for role, permissions in PERMISSIONS.items():
            assert to_take not in permissions or to_see in permissions, (role, name)
        assert to_take in (
            *(Permission.DATA_EXPORT, Permission.FAIR_CHANGE, Permission.HISTORY_READ),
        )
    with app.app_context():
        make_organiser("leo@example.org", Role.READER, get_event(stage.values["slug"]))
    reader = app.test_client()
    submit(reader, "/orga/anmelden", email="leo@example.org", password=PASSWORD)
    for name in ("bookings", "wait_list", "exhibitors", "invitations"):
        page = reader.get(page_url(app, stage, name))
        assert page.status_code == 200
        assert not page_of(page).xpath("//form[contains(@action, '/liste.csv')]")
    assert reader.get(url_of(app, stage, "event_history")).status_code == 403
