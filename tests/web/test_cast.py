"""The cast of users against every route, made from the URL map: a new route cannot be forgotten."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule as WerkzeugRule

from ortenaudigital.accounts.permissions import PERMISSIONS, Permission, Role
from ortenaudigital.bookings.links import booking_key, ticket_code
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.commands import get_device_by_token
from ortenaudigital.checkin.scans.conflicts import list_conflicts
from ortenaudigital.events.queries import get_event
from ortenaudigital.factory import create_app
from ortenaudigital.fair.links import address_proof, exhibitor_key
from ortenaudigital.fair.queries import list_free_slots
from ortenaudigital.health.models import Probe
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import Base, db, transaction
from ortenaudigital.outbox.queries import list_letters
from ortenaudigital.web.public.events import home
from ortenaudigital.web.shared.access.guards import Access, Rule
from ortenaudigital.web.shared.answers.assets import DIST, PREFIX, read_manifest
from tests.conftest import make_config
from tests.factories import (
    PASSWORD,
    make_booking,
    make_device,
    make_event,
    make_event_today,
    make_exhibitor,
    make_list,
    make_organiser,
)
from tests.web.forms import page_of, submit


@dataclass(frozen=True)
class Stage:
    """One event with one of everything, and what fits into the addresses."""

    values: dict[str, str]
    token: str


@pytest.fixture
def stage(app: Flask) -> Stage:
    return make_stage(app)


def make_stage(app: Flask, **changes: Any) -> Stage:
    """Make one event with one of everything; `changes` as for `make_event`."""
    with app.app_context():
        event = make_event_today(**changes)
        booking = make_booking(event, utc_now())
        exhibitor = make_exhibitor(event)
        device, token = make_device(event, now=utc_now())
        ticket = booking.tickets[0]
        conflict = ScanRequest(uuid4(), "nonsense", utc_now(), shown="welcome")
        with transaction():
            scan(get_device_by_token(token, utc_now()), conflict, utc_now())
        keys = {"booking": booking_key(booking.id), "exhibitor": exhibitor_key(exhibitor.id)}
        return Stage(
            {
                "slug": event.slug,
                "key": keys["booking"],
                "exhibitor_key": keys["exhibitor"],
                "proof": address_proof(exhibitor.id),
                "code": ticket_code(ticket.id, 0),
                "booking_id": str(booking.id),
                "exhibitor_id": str(exhibitor.id),
                "device_id": str(device.id),
                "date": event.last_day.date.isoformat(),
                "scan_id": str(list_conflicts(event)[0].scan.id),
                "letter_id": str(list_letters()[0].id),
                "job_id": str(make_list(event, utc_now())),
                "position": "1",
                "slot": str(list_free_slots(event)[0].id),
            },
            token,
        )


def routes(app: Flask) -> list[tuple[WerkzeugRule, str]]:
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"})
    ]


def address(app: Flask, rule: WerkzeugRule, stage: Stage, **changes: str) -> str:
    values = stage.values | changes
    if rule.endpoint.startswith("exhibitors."):
        values = values | {"key": changes.get("key", values["exhibitor_key"])}
    typed = {name: _typed(name, values[name]) for name in rule.arguments}
    with app.test_request_context():
        return str(app.url_map.bind("localhost").build(rule.endpoint, typed))


def _typed(name: str, value: str) -> object:
    if name in ("booking_id", "exhibitor_id"):
        return UUID(value)
    return (
        int(value) if name in ("device_id", "job_id", "letter_id", "position", "scan_id") else value
    )


def rules_of(app: Flask) -> dict[str, Rule]:
    rules: dict[str, Rule] = app.extensions["access_rules"]
    return rules


def test_every_route_has_a_rule(app: Flask) -> None:
    assert {rule.endpoint for rule, _ in routes(app)} <= set(rules_of(app))


def test_a_view_without_a_rule_keeps_the_app_from_starting(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(home, "access")
    with pytest.raises(RuntimeError, match=r"public\.home: no access rule"):
        create_app(app.config["CONFIG"])


def test_the_stranger_sees_the_public_pages_only(
    app: Flask, client: FlaskClient, stage: Stage
) -> None:
    seen = 0
    for rule, method in routes(app):
        access = rules_of(app)[rule.endpoint]
        answer = client.open(address(app, rule, stage), method=method)
        where = (rule.rule, method, answer.status_code)
        if isinstance(access, Permission):
            assert answer.status_code in (302, 400), where
            if answer.status_code == 302:
                assert answer.location.startswith("/orga/anmelden"), where
        elif access is Access.DEVICE:
            assert answer.status_code == 401, where
        elif method == "GET":
            assert answer.status_code in (200, 302), where
            seen += 1
    assert seen > 12


def test_the_stranger_without_the_secret_finds_nothing(
    app: Flask, client: FlaskClient, stage: Stage
) -> None:
    for rule, method in routes(app):
        if rules_of(app)[rule.endpoint] is not Access.SECRET_LINK or method != "GET":
            continue
        # Each secret opens its own door only: the one of a ticket no booking, and so on.
        for wrong in ("x" * 26, stage.values["code"].lower() + "a", stage.values["booking_id"]):
            answer = client.get(address(app, rule, stage, key=wrong, code=wrong))
            assert answer.status_code == 404, (rule.rule, wrong)


@pytest.mark.parametrize("caller", ["device", "exhibitor", "holder"])
def test_who_has_a_secret_still_is_no_organiser(
    app: Flask, client: FlaskClient, stage: Stage, caller: str
) -> None:
    headers = {"Authorization": f"Bearer {stage.token}"} if caller == "device" else {}
    if caller == "exhibitor":
        client.get(f"/aussteller/{stage.values['exhibitor_key']}")
    if caller == "holder":
        client.get(f"/buchung/{stage.values['key']}")
    for rule, method in routes(app):
        access = rules_of(app)[rule.endpoint]
        if isinstance(access, Permission) and method == "GET":
            answer = client.get(address(app, rule, stage), headers=headers)
            assert answer.status_code == 302, rule.rule
        if access is Access.DEVICE and method == "GET":
            answer = client.get(address(app, rule, stage), headers=headers)
            assert answer.status_code == (200 if caller == "device" else 401), rule.rule


def test_the_organiser_sees_every_page(app: Flask, organiser: FlaskClient, stage: Stage) -> None:
    for rule, method in routes(app):
        if method != "GET" or rules_of(app)[rule.endpoint] is Access.DEVICE:
            continue
        answer = organiser.get(address(app, rule, stage))
        assert answer.status_code in (200, 302), (rule.rule, answer.status_code)


def log_in(app: Flask, role: Role | None, slug: str | None) -> FlaskClient:
    """Log somebody in who has a role at one event, in the whole house or none at all."""
    with app.app_context():
        event = get_event(slug) if slug else None
        email = make_organiser(f"{role}@example.org", role, event).email
    client = app.test_client()
    assert submit(client, "/orga/anmelden", email=email, password=PASSWORD).status_code == 302
    return client


def calls_of_organisers(app: Flask) -> list[tuple[WerkzeugRule, str, Permission]]:
    found = []
    for rule, method in routes(app):
        access = rules_of(app)[rule.endpoint]
        if isinstance(access, Permission):
            found.append((rule, method, access))
    assert len(found) > 25
    return found


@pytest.mark.parametrize("everywhere", [True, False], ids=["house", "event"])
@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_its_permissions_say(
    app: Flask, stage: Stage, role: Role, everywhere: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every role against every route and method, as whoever has it sends them."""
    browser = log_in(app, role, None if everywhere else stage.values["slug"])
    # The forms are refused for what is in them, so that one call changes nothing for the next.
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    for rule, method, permission in calls_of_organisers(app):
        answer = browser.open(address(app, rule, stage), method=method)
        where = (rule.rule, method, answer.status_code)
        if permission not in PERMISSIONS[role]:
            assert answer.status_code == 403, where
            page = page_of(answer)
            assert "Rolle" in page.text_content()
            assert page.xpath("//main//h1"), where
        else:
            assert answer.status_code not in (401, 403, 500), where
            assert "/orga/anmelden" not in (answer.location or ""), where


@pytest.mark.parametrize("role", [*Role, None])
def test_the_event_of_others_does_not_exist(
    app: Flask, stage: Stage, role: Role | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        make_event(slug="eigenes", title="Eigenes")
    browser = log_in(app, role, "eigenes" if role else None)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    before = contents(app)
    for rule, method, _ in calls_of_organisers(app):
        answer = browser.open(address(app, rule, stage), method=method)
        if "slug" in rule.arguments:
            assert answer.status_code == 404, (rule.rule, method)
            assert "Veranstaltung gibt es hier nicht" in answer.get_data(as_text=True)
        elif "letter_id" in rule.arguments:
            assert answer.status_code in (403, 404), (rule.rule, method)
        else:
            text = answer.get_data(as_text=True)
            assert stage.values["slug"] not in text + (answer.location or ""), rule.rule
    assert contents(app) == before


@pytest.mark.parametrize("role", Role)
def test_no_page_offers_what_is_refused(app: Flask, stage: Stage, role: Role) -> None:
    browser = log_in(app, role, stage.values["slug"])
    offered = 0
    for rule, method, permission in calls_of_organisers(app):
        if method != "GET" or permission not in PERMISSIONS[role]:
            continue
        answer = browser.get(address(app, rule, stage))
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        page = page_of(answer)
        forms = [(url, "POST") for url in page.xpath("//form[@method='post']/@action")]
        links = [(url, "GET") for url in page.xpath("//a/@href")]
        for url, verb in forms + links:
            wanted = rule_of_address(app, url, verb)
            if isinstance(wanted, Permission):
                assert wanted in PERMISSIONS[role], (rule.rule, verb, url)
                offered += 1
    assert offered > 5


def test_who_may_only_read_gets_no_link_that_changes_something(app: Flask, stage: Stage) -> None:
    browser = log_in(app, Role.READER, stage.values["slug"])
    slug, values = stage.values["slug"], stage.values
    booking = browser.get(f"/orga/{slug}/buchungen/{values['booking_id']}")
    assert values["key"] not in booking.get_data(as_text=True)
    exhibitor = browser.get(f"/orga/{slug}/aussteller/{values['exhibitor_id']}")
    assert values["exhibitor_key"] not in exhibitor.get_data(as_text=True)


def rule_of_address(app: Flask, url: str, method: str) -> Rule | None:
    path, adapter = urlsplit(url).path, app.url_map.bind("localhost")
    if not path.startswith("/orga"):
        return None
    endpoint, _ = adapter.match(path, method=method)
    return rules_of(app)[str(endpoint)]


def test_a_get_changes_nothing(app: Flask, organiser: FlaskClient, stage: Stage) -> None:
    before = contents(app)
    headers = {"Authorization": f"Bearer {stage.token}"}
    for rule, method in routes(app):
        if method == "GET":
            organiser.get(address(app, rule, stage), headers=headers)
    assert contents(app) == before


def contents(app: Flask) -> list[str]:
    with app.app_context():
        # What readyz writes, to see whether anything can be written, says nothing of anybody.
        tables = [table for table in Base.metadata.sorted_tables if table is not Probe.__table__]
        return sorted(str(row) for table in tables for row in db.session.execute(select(table)))


def test_no_form_of_organisers_is_taken_without_its_token(
    app: Flask, organiser: FlaskClient, stage: Stage
) -> None:
    before = contents(app)
    tried = 0
    for rule, method in routes(app):
        theirs = isinstance(rules_of(app)[rule.endpoint], Permission)
        if method == "GET" or not (theirs or rule.endpoint.startswith("security.")):
            continue
        data = stage.values | {"decision": "reject", "name": "x", "email": "a@example.org"}
        answer = organiser.open(address(app, rule, stage), method=method, data=data)
        assert answer.status_code in (400, 422), (rule.rule, answer.status_code)
        tried += 1
    assert tried > 8
    assert contents(app) == before


def test_every_page_is_strict(app: Flask, organiser: FlaskClient, stage: Stage) -> None:
    for rule, method in routes(app):
        if method != "GET":
            continue
        headers = {"Authorization": f"Bearer {stage.token}"}
        answer = organiser.get(address(app, rule, stage), headers=headers)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "'unsafe-eval'" not in policy
        assert ("'wasm-unsafe-eval'" in policy) == rule.rule.startswith("/einlass")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] in ("strict-origin", "same-origin")
        assert "camera" in answer.headers["Permissions-Policy"]
        if answer.mimetype == "text/html" and answer.status_code == 200:
            check_markup(answer.get_data(as_text=True), rule.rule)


def check_markup(html: str, where: str) -> None:
    page = lxml.html.fromstring(html)
    assert not page.xpath("//@style | //style"), where
    assert not page.xpath("//@*[starts-with(name(), 'on')]"), where
    inline = page.xpath("//script[not(@src)][not(@type='application/json')]")
    assert not inline, where
    loaded = page.xpath("//@src | //link[not(@rel='canonical')][not(@rel='alternate')]/@href")
    assert all(url.startswith("/") and not url.startswith("//") for url in loaded), where
    assert len(page.xpath("//h1")) == 1, where
    assert page.get("lang"), where
    drawn = set(page.xpath("//*[local-name()='use']/@href"))
    assert drawn <= icons(), f"{where}: no file in static/src/img/icons"


@cache
def icons() -> set[str]:
    """Return the addresses of all icons that are built."""
    file = read_manifest()["img/icons.svg"]
    names = re.findall(r'<symbol id="([^"]+)"', (DIST / file).read_text(encoding="utf-8"))
    return {f"{PREFIX}{file}#{name}" for name in names}


def test_unknown_addresses_keep_the_layout(client: FlaskClient, app: Flask) -> None:
    for path in ("/gibt-es-nicht/", "/orga/nichts/da", "/buchung/", "/a/b/c/d"):
        answer = client.get(path)
        assert answer.status_code in (302, 404), path
        if answer.status_code == 404:
            page = page_of(answer)
            assert page.xpath("//main//h1"), path
            assert page.xpath("//footer"), path
    assert client.get("/einlass/api/nothing").is_json


@pytest.fixture
def production(database_url: str, session_app: Flask, tmp_path: Any) -> Iterator[Flask]:
    config = make_config(
        database_url, tmp_path, mode="production", base_url="https://tickets.example.org"
    )
    app = create_app(config)
    yield app
    with app.app_context():
        db.engine.dispose()


def test_production_sets_secure_cookies_and_has_no_mailbox(production: Flask) -> None:
    client = production.test_client()
    answer = client.get("/orga/anmelden", base_url="https://tickets.example.org")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert word in cookie
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert client.get("/demo/postfach").status_code == 404
