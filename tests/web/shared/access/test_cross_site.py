"""No other page can make a browser change anything here; no public page needs a session."""

import logging
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.events.queries import get_event
from ortenaudigital.fair.applications.links import address_proof, exhibitor_key
from ortenaudigital.web.shared.access.guards import Access
from ortenaudigital.web.shared.answers.notices import ARGUMENT, Notice
from tests.factories import make_event, make_exhibitor
from tests.web.cast import Stage, address, contents, routes, rules_of
from tests.web.forms import page_of, submit, text_of

pytestmark = pytest.mark.one_database("who sent a form is read from its headers")

SITE, ORIGIN = "HTTP_SEC_FETCH_SITE", "HTTP_ORIGIN"
FOREIGN: dict[str, dict[str, str]] = {
    "another site": {SITE: "cross-site"},
    "another site, with our origin": {SITE: "cross-site", ORIGIN: "http://localhost"},
    "another host of the town": {SITE: "same-site"},
    "old browser, another site": {ORIGIN: "https://evil.example"},
    "old browser, another port": {ORIGIN: "http://localhost:8080"},
    "old browser, a frame without origin": {ORIGIN: "null"},
}
# Whoever logs in has a session from the first step on.
LOGIN = "/orga/anmelden/"
GOOD = {"first_name": "Erika", "last_name": "Müller", "email": "erika@example.org"}


def saying(browser: FlaskClient, **words: str) -> FlaskClient:
    """Let a browser say where its requests come from."""
    for name in (SITE, ORIGIN):
        browser.environ_base.pop(name, None)
    browser.environ_base.update(words)
    return browser


def unsafe_requests(app: Flask, stage: Stage) -> list[tuple[str, str]]:
    found = [(address(app, rule, stage), method) for rule, method in routes(app) if method != "GET"]
    assert len(found) > 25
    return found


def fields_of(browser: FlaskClient, stage: Stage) -> dict[str, str]:
    """Return fields that fit many forms, with the token of this browser's session."""
    page = page_of(browser.get(f"/orga/{stage.values['slug']}/"))
    token = page.xpath("//input[@name='csrf_token']/@value")[0]
    return stage.values | {"csrf_token": token, "decision": "reject", "name": "x"}


def refused(answer: TestResponse) -> bool:
    if answer.is_json:
        return answer.status_code == 403 and answer.get_json()["error"]["code"] == "cross_site"
    return answer.status_code == 403 and "Das haben wir nicht angenommen" in text_of(answer)


@pytest.mark.parametrize("words", FOREIGN.values(), ids=FOREIGN)
def test_every_unsafe_route_refuses_foreign_pages(
    app: Flask, organiser: FlaskClient, stage: Stage, words: dict[str, str]
) -> None:
    data = fields_of(organiser, stage)
    before = contents(app)
    for url, method in unsafe_requests(app, stage):
        answer = saying(organiser, **words).open(url, method=method, data=data)
        assert refused(answer), (url, method, answer.status_code)
        assert "Set-Cookie" not in answer.headers, url
    assert contents(app) == before


def test_who_says_nothing_may_do_what_needs_no_session(
    app: Flask, organiser: FlaskClient, stage: Stage
) -> None:
    data = fields_of(organiser, stage)
    for url, method in unsafe_requests(app, stage):
        assert refused(saying(organiser).open(url, method=method, data=data)), url
        # The first step of a login begins a session.
        assert not refused(saying(app.test_client()).open(url, method=method)), url


@pytest.mark.parametrize("words", [{SITE: "none"}, {ORIGIN: "http://localhost"}])
def test_own_forms_are_taken(organiser: FlaskClient, stage: Stage, words: dict[str, str]) -> None:
    place = f"/buchung/{stage.values['key']}"
    answer = submit(saying(organiser, **words), f"{place}/namen", **{"names-0": "Kim"})
    assert answer.status_code == 303
    assert submit(organiser, f"/orga/{stage.values['slug']}/", "/orga/abmelden").status_code == 302


def test_phones_of_the_door_show_their_token(app: Flask, client: FlaskClient, stage: Stage) -> None:
    headers = {"Authorization": f"Bearer {stage.token}"}
    saying(client, **FOREIGN["another site"])
    taken = 0
    for rule, method in routes(app):
        if method == "GET" or rules_of(app)[rule.endpoint] is not Access.DEVICE:
            continue
        body = {"scans": [], "unsent": 0, "version": "x"}
        answer = client.open(address(app, rule, stage), method=method, json=body, headers=headers)
        assert not refused(answer), rule.rule
        taken += 1
    assert taken >= 2
    # The browser adds these by itself, so they prove nothing.
    ambient = {"Authorization": "Basic b2xnYTpvbGdh"}
    assert refused(client.post("/einlass/api/scans", json={"scans": []}, headers=ambient))


def test_the_refusal_leads_back_to_the_form_in_three_languages(
    client: FlaskClient, stage: Stage
) -> None:
    saying(client, **FOREIGN["another site"])
    slug, key = stage.values["slug"], stage.values["key"]
    for url, form in (
        (f"/{slug}/tickets", f"/{slug}/tickets"),
        (f"/buchung/{key}/namen", f"/buchung/{key}/namen"),
        (f"/buchung/{key}/senden", f"/buchung/{key}"),
        ("/orga/anmelden", "/orga/anmelden"),
        ("/gibt/es/nicht", "/"),
    ):
        answer = client.post(url, data=GOOD)
        assert answer.status_code == 403
        assert form in page_of(answer).xpath("//main//a/@href"), url
    titles = {
        page_of(client.post("/", headers={"Accept-Language": language})).findtext(".//h1")
        for language in ("de", "en", "fr")
    }
    assert len(titles) == 3


def test_a_refusal_is_noted_and_names_nobody(
    client: FlaskClient, stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    key = stage.values["key"]
    saying(client, **{SITE: "forged", ORIGIN: "https://erika.example"})
    with caplog.at_level(logging.WARNING):
        client.post(f"/buchung/{key}/namen", data=GOOD)
    line = caplog.messages[-1]
    assert line == "POST public.rename refused: Sec-Fetch-Site another word, Origin foreign"


def cookies_of(answer: TestResponse) -> list[str]:
    return [line.split("=")[0] for line in answer.headers.getlist("Set-Cookie")]


def test_public_pages_give_no_session(app: Flask, client: FlaskClient, stage: Stage) -> None:
    """Walk all pages and forms that need no login, as they are and as they refuse."""
    seen = 0
    for rule, method in routes(app):
        access = rules_of(app)[rule.endpoint]
        if isinstance(access, Permission) or rule.endpoint.startswith("security."):
            continue
        if rule.rule.startswith(LOGIN):
            continue
        answer = client.open(address(app, rule, stage), method=method, data=GOOD)
        assert cookies_of(answer) == [], (rule.rule, method)
        assert b"csrf" not in answer.data, rule.rule
        seen += 1
    assert seen > 25
    assert cookies_of(client.get("/gibt/es/nicht")) == []
    chosen = client.get(f"/{stage.values['slug']}/?lang=fr")
    assert cookies_of(chosen) == ["lang"]


def test_public_forms_work_without_any_cookie(app: Flask, stage: Stage) -> None:
    browser = app.test_client(use_cookies=False)
    slug = stage.values["slug"]

    def send(url: str, action: str | None = None, **fields: Any) -> TestResponse:
        answer = submit(browser, url, action, **fields)
        assert answer.status_code == 303, url
        assert cookies_of(answer) == [], url
        return answer

    place = send(f"/{slug}/tickets", **GOOD, number="2").location
    renamed = send(f"{place}/namen", **{"names-0": "Kim Neumann"})
    assert "Die Namen sind gespeichert." in text_of(browser.get(renamed.location))
    assert "Kim Neumann" in text_of(browser.get(place))
    cancelled = send(f"{place}/stornieren?position=2", "/stornieren")
    assert "Die Stornierung ist gespeichert." in text_of(browser.get(cancelled.location))
    with app.app_context():
        later = make_event(slug="spaeter").slug
    application = {"name": "Ja GmbH", "kind": "company", "description": "x"}
    person = {"contact_name": "Kim", "email": "kim@example.org"}
    portal = send(f"/{later}/aussteller/bewerbung", **application, **person).location
    assert "Ja GmbH" in text_of(browser.get(portal))
    with app.app_context():
        applied = make_exhibitor(get_event(later), False, confirmed=False)
        confirming = f"/aussteller/{exhibitor_key(applied.id)}/bestaetigen/"
        confirming += address_proof(applied.id)
    send(confirming)


def test_a_page_says_only_what_it_knows(client: FlaskClient, stage: Stage) -> None:
    place = f"/buchung/{stage.values['key']}"
    for notice in Notice:
        assert page_of(client.get(f"{place}?{ARGUMENT}={notice}")).xpath("//*[@data-notice]")
    for word in ("", "Gewonnen", "storniert2"):
        assert not page_of(client.get(f"{place}?{ARGUMENT}={word}")).xpath("//*[@data-notice]")
    home = client.get(f"/{stage.values['slug']}/?{ARGUMENT}=storniert")
    assert not page_of(home).xpath("//*[@data-notice]")
