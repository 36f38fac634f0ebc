"""Every page is strict about what it loads, and keeps its layout where nothing is found."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.factory import create_app
from ortenaudigital.kernel.db import db
from ortenaudigital.web.shared.answers.assets import DIST, PREFIX, read_manifest
from ortenaudigital.web.shared.headers import PREVIEW_POLICY, PREVIEWS
from tests.conftest import make_config
from tests.web.cast import Stage, address, routes
from tests.web.forms import page_of

# What a script waits for.
BEHAVIOUR = (
    "@data-once",
    "@data-notice",
    "@data-error-summary",
    "@data-email-hint",
    "@data-companions",
    "@data-hand-over",
    "@data-ticket",
    "@data-booked",
    "@data-booking-form",
)


def test_every_page_is_strict(app: Flask, organiser: FlaskClient, stage: Stage) -> None:
    for rule, method in routes(app):
        if method != "GET":
            continue
        headers = {"Authorization": f"Bearer {stage.token}"}
        answer = organiser.get(address(app, rule, stage), headers=headers)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        if rule.endpoint in PREVIEWS:
            # A letter as mail programs show it: nothing in it runs, and only we may frame it.
            assert policy == PREVIEW_POLICY
            continue
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "'unsafe-eval'" not in policy
        assert ("'wasm-unsafe-eval'" in policy) == rule.rule.startswith("/einlass")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] in ("strict-origin", "same-origin")
        assert "camera" in answer.headers["Permissions-Policy"]
        if answer.mimetype == "text/html" and answer.status_code == 200:
            check_markup(answer.get_data(as_text=True), rule.rule)
            if rule.rule.startswith("/orga"):
                check_times(answer.get_data(as_text=True), rule.rule)


# Names of letters and codes may hold a colon; a time is what stands alone.
TIME = re.compile(r"(?<![\d:.])([01]?\d|2[0-4]):[0-5]\d(?![\d:])(?!(\s*–\s*\d+:\d\d)?\s+Uhr)")
NO_WORDS = "//script | //*[local-name()='svg'] | //textarea | //code | //pre | //option"


def check_times(html: str, where: str) -> None:
    """Find times of day that do not read as such. Charts and their tables name them above."""
    page = lxml.html.fromstring(html)
    for each in [*page.xpath(NO_WORDS), *page.xpath("//*[contains(@class, 'figures')]")]:
        each.drop_tree()
    # How the history keeps what was added to a stage, in whichever language it is read.
    words = " ".join(" ".join(page.itertext()).split()).replace("Bühne 10:00–10:30", "")
    found = [words[max(0, each.start() - 40) : each.end() + 10] for each in TIME.finditer(words)]
    assert not found, f"{where}: {found}"


def check_markup(html: str, where: str) -> None:
    page = lxml.html.fromstring(html)
    assert not page.xpath("//@style | //style"), where
    assert not page.xpath("//@*[starts-with(name(), 'on')]"), where
    inline = page.xpath(
        "//script[not(@src)][not(@type='application/json' or @type='application/ld+json')]"
    )
    assert not inline, where
    loaded = page.xpath("//@src | //link[not(@rel='canonical')][not(@rel='alternate')]/@href")
    assert all(url.startswith("/") and not url.startswith("//") for url in loaded), where
    assert len(page.xpath("//h1")) == 1, where
    assert page.get("lang"), where
    drawn = set(page.xpath("//*[local-name()='use']/@href"))
    assert drawn <= icons(), f"{where}: no file in static/src/img/icons"
    sheets = page.xpath("//link[@rel='stylesheet']/@href")
    unstyled = (set(" ".join(page.xpath("//@class")).split()) & all_classes()) - classes(*sheets)
    assert not unstyled, f"{where}: {unstyled} are styled in sheets that it does not load"
    if page.xpath(f"//*[{' or '.join(BEHAVIOUR)}]"):
        assert page.xpath("//script[@src]"), f"{where}: its layout brings no script"


@cache
def classes(*sheets: str) -> set[str]:
    """Return the classes that some style sheets have rules for."""
    texts = [(DIST / sheet.removeprefix(PREFIX)).read_text(encoding="utf-8") for sheet in sheets]
    return {name for text in texts for name in re.findall(r"\.(-?[a-z][\w-]*)", text)}


@cache
def all_classes() -> set[str]:
    """Return the classes that any page of the public may need rules for."""
    names = read_manifest()
    return classes(*(PREFIX + names[sheet] for sheet in ("public.css", "forms.css")))


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
