"""Every role against every route: it may do what its permissions say, and is offered no more."""

from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule as WerkzeugRule

from ortenaudigital.accounts.permissions import PERMISSIONS, Permission, Role
from ortenaudigital.events.queries import get_event
from ortenaudigital.web.shared.access.guards import Rule
from tests.factories import PASSWORD, make_event, make_organiser
from tests.web.cast import Stage, address, contents, routes, rules_of
from tests.web.forms import page_of, submit

pytestmark = pytest.mark.one_database(
    "rights are weighed in Python; test_cast asks for all pages on both"
)


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


@pytest.mark.parametrize(
    ("role", "everywhere"), [(Role.ORGANISER, True), *((role, False) for role in Role)]
)
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


@pytest.mark.parametrize("role", [Role.OWNER, Role.DOOR_LEAD, None])
def test_the_event_of_others_does_not_exist(
    app: Flask, stage: Stage, role: Role | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        make_event(slug="eigenes", title="Eigenes")
    browser = log_in(app, role, "eigenes" if role else None)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    before = contents(app)
    # Who takes a list of the own events is written down: asked for last.
    calls = sorted(calls_of_organisers(app), key=lambda call: is_list_of_house(call[0]))
    for rule, method, _ in calls:
        if is_list_of_house(rule):
            assert before in ([], contents(app))
            before = []
        answer = browser.open(address(app, rule, stage), method=method)
        if "slug" in rule.arguments:
            assert answer.status_code == 404, (rule.rule, method)
            assert "Veranstaltung gibt es hier nicht" in answer.get_data(as_text=True)
        elif "letter_id" in rule.arguments:
            assert answer.status_code in (403, 404), (rule.rule, method)
        else:
            text = answer.get_data(as_text=True)
            assert stage.values["slug"] not in text + (answer.location or ""), rule.rule
    assert before == []


def is_list_of_house(rule: WerkzeugRule) -> bool:
    return rule.rule.endswith("/liste.<kind>") and "slug" not in rule.arguments


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
