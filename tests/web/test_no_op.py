"""What every request passes is little: measured at the one that does nothing, in calls."""

import sys

import pytest
from flask import Flask, Response, jsonify
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from werkzeug.test import create_environ, run_wsgi_app

from ortenaudigital.kernel.db import db
from ortenaudigital.web.shared.answers.pagecache import PageCache
from tests.factories import make_event_today
from tests.statements import counted

ROUNDS = 10
# As much again as Flask itself: raise it for a good reason only.
MOST = 1.8
MOST_OF_A_KEPT_PAGE = 1.3
BROWSER = {"Accept-Encoding": "gzip, br", "Accept-Language": "fr-FR,fr;q=0.9,en;q=0.8"}


def calls(app: Flask, path: str = "/healthz") -> int:
    """Count the functions that are called, Python's and C's, when all is warm."""
    environ = create_environ(path, "http://localhost", headers=BROWSER)
    number = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal number
        number += event in ("call", "c_call")

    run_wsgi_app(app, environ)
    sys.setprofile(count)
    try:
        for _ in range(ROUNDS):
            run_wsgi_app(app, environ)
    finally:
        sys.setprofile(None)
    return number // ROUNDS


def bare_app() -> Flask:
    app = Flask("bare", static_folder=None)

    @app.get("/healthz")
    def healthz() -> Response:
        return jsonify(status="alive")

    return app


def test_what_every_request_passes_is_little(app: Flask) -> None:
    assert calls(app) <= MOST * calls(bare_app())


def test_a_page_that_is_kept_takes_little_more(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        make_event_today()
    monkeypatch.setitem(app.extensions, "page_cache", PageCache(seconds=600))
    assert calls(app, "/ortenau-digital-2027/") <= MOST_OF_A_KEPT_PAGE * calls(app)


@pytest.mark.parametrize("path", ["/healthz", "/impressum"])
def test_who_has_no_session_gets_none(
    client: FlaskClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a session was opened")

    monkeypatch.setattr(SecureCookieSessionInterface, "get_signing_serializer", refuse)
    assert client.get(path).status_code == 200


def test_the_request_that_does_nothing_asks_no_database(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        engine = db.engine
    with counted(engine) as statements:
        assert client.get("/healthz").status_code == 200
    assert statements == [0]
