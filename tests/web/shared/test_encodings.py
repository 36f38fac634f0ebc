"""Pages and files are packed as the browser takes them, once, and known again when they are."""

import gzip

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ortenaudigital.web.shared.answers.assets import DIST, PREFIX, read_manifest
from tests.factories import make_event

SLUG = "2027"
TAKES = {
    "gzip, deflate, br": "br",
    "gzip": "gzip",
    "br;q=0, gzip;q=0.5": "gzip",
    "gzip;q=0": None,
    "gzip;q=0.5, br;q=0": "gzip",
    "identity": None,
    "": None,
}
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@pytest.fixture
def event_page(app: Flask) -> str:
    with app.app_context():
        make_event(slug=SLUG)
    return f"/{SLUG}/"


def ask(client: FlaskClient, path: str, takes: str, **headers: str) -> TestResponse:
    return client.get(path, headers={"Accept-Encoding": takes} | headers, buffered=True)


def plain(answer: TestResponse) -> bytes:
    return UNPACK[answer.headers.get("Content-Encoding")](answer.data)


@pytest.mark.parametrize("takes", TAKES)
def test_a_file_is_packed_as_the_browser_takes_it(client: FlaskClient, takes: str) -> None:
    name = read_manifest()["public.css"]
    answer = ask(client, PREFIX + name, takes)
    assert answer.headers.get("Content-Encoding") == TAKES[takes]
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert plain(answer) == (DIST / name).read_bytes()


@pytest.mark.parametrize("takes", TAKES)
def test_a_kept_page_is_packed_as_the_browser_takes_it(
    client: FlaskClient, event_page: str, takes: str
) -> None:
    answer = ask(client, event_page, takes)
    assert answer.headers.get("Content-Encoding") == TAKES[takes]
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert plain(answer).strip().startswith(b"<!doctype html>")
    assert int(answer.headers["Content-Length"]) == len(answer.data)


@pytest.mark.parametrize("takes", TAKES)
def test_a_page_of_ones_own_is_packed_as_the_browser_takes_it(
    client: FlaskClient, event_page: str, takes: str
) -> None:
    answer = ask(client, f"{event_page}tickets", takes)
    # Brotli costs twice the work: it is for what is kept.
    assert answer.headers.get("Content-Encoding") == ("gzip" if TAKES[takes] else None)
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert plain(answer).strip().startswith(b"<!doctype html>")


def test_what_is_refused_is_packed_too(client: FlaskClient, event_page: str) -> None:
    answer = client.post(f"{event_page}tickets", headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 422
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.data) < len(plain(answer)) / 2


def test_who_has_a_page_is_told_so_in_its_encoding(client: FlaskClient, event_page: str) -> None:
    tags = {takes: ask(client, event_page, takes).headers["ETag"] for takes in ("br", "gzip", "")}
    assert len(set(tags.values())) == len(tags)
    for takes, tag in tags.items():
        again = ask(client, event_page, takes, **{"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tag
        assert "Accept-Encoding" in again.headers["Vary"]
    stale = ask(client, event_page, "gzip", **{"If-None-Match": tags["br"]})
    assert (stale.status_code, stale.headers["Content-Encoding"]) == (200, "gzip")


def test_who_has_a_file_is_told_so(client: FlaskClient) -> None:
    path = PREFIX + read_manifest()["public.css"]
    tags = {ask(client, path, takes).headers["ETag"] for takes in ("br", "gzip", "")}
    # A strong one would say that the bytes are the same in all encodings.
    assert [tag[:2] for tag in tags] == ["W/"]
    again = ask(client, path, "br", **{"If-None-Match": tags.pop()})
    assert (again.status_code, again.data) == (304, b"")


def test_what_is_small_or_packed_by_nature_stays(client: FlaskClient) -> None:
    small = ask(client, "/healthz", "gzip")
    picture = ask(client, "/favicon.ico", "gzip")
    font = ask(client, PREFIX + read_manifest()["fonts/fira-sans.woff2"], "gzip")
    for answer in (small, picture, font):
        assert "Content-Encoding" not in answer.headers


def test_only_built_files_are_served(client: FlaskClient) -> None:
    assert client.get(f"{PREFIX}manifest.json").status_code == 404
