"""The production server as it is documented, attacked: who behaves is served as if nothing was."""

import http.cookiejar
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from gzip import decompress as gunzip
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import brotli
import lxml.html
import pytest
from flask import Flask

from tests.attacks import attacks_on, crowd, post
from tests.factories import make_event_today
from tests.proxies import proxy
from tests.servers import environment, web_server
from tests.smtp import free_port

pytestmark = pytest.mark.one_database("it is about what comes before any database")

FRONTS = ("direct", "nginx", "caddy")
EVENT = "/ortenau-digital-2027/"
FORM = f"{EVENT}tickets"
# Generous for a machine that is busy with other tests; a blocked server takes for ever.
PATIENCE_SECONDS = 5


class Visitor:
    """A browser without JavaScript that wants one ticket."""

    def __init__(self, port: int) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(jar)
        self._base = f"http://localhost:{port}"

    def get(self, path: str) -> str:
        with self._opener.open(self._base + path, timeout=PATIENCE_SECONDS) as answer:
            return str(answer.read().decode())

    def book(self) -> str:
        """Book a ticket; return the address of the booking."""
        form = lxml.html.fromstring(self.get(FORM)).forms[-1]
        person = {"first_name": "Erika", "last_name": "Müller", "email": "erika@example.org"}
        data = urllib.parse.urlencode(dict(form.form_values()) | person).encode()
        url = self._base + FORM
        with self._opener.open(url, data, timeout=PATIENCE_SECONDS) as answer:
            return str(answer.url)


@pytest.fixture
def server_port(app: Flask, database_url: str, tmp_path: Path) -> Iterator[int]:
    """The port of the production server, with an event to book."""
    with app.app_context():
        make_event_today()
    port = free_port()
    with web_server(port, environment(database_url, tmp_path, PAGE_CACHE_SECONDS="1"), workers=2):
        yield port


@pytest.fixture
def file(server_port: int) -> str:
    page = lxml.html.fromstring(Visitor(server_port).get("/"))
    return str(page.find(".//link[@rel='stylesheet']").get("href"))


@pytest.mark.parametrize("front", FRONTS)
def test_attacks_do_not_stop_the_shop(
    server_port: int, file: str, front: str, tmp_path: Path
) -> None:
    port = server_port
    with ExitStack() as stack:
        if front != "direct":
            port = free_port()
            stack.enter_context(proxy(front, tmp_path, port, server_port))
        for name, attack in attacks_on(FORM, file).items():
            with attack(port):
                # All of them are there before anybody else comes.
                time.sleep(0.3)
                started = time.monotonic()
                assert "/buchung/" in Visitor(port).book(), name
                assert time.monotonic() - started < PATIENCE_SECONDS, name


@pytest.mark.parametrize("front", FRONTS)
def test_what_is_packed_arrives_as_it_was(
    server_port: int, file: str, front: str, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        port = server_port
        if front != "direct":
            port = free_port()
            stack.enter_context(proxy(front, tmp_path, port, server_port))
        for path, start in ((EVENT, b"<!doctype html>"), (file, b"@layer")):
            for takes, unpack in (("gzip, br", brotli.decompress), ("br;q=0, gzip", gunzip)):
                request = Request(f"http://localhost:{port}{path}")
                request.add_header("Accept-Encoding", takes)
                with urlopen(request, timeout=PATIENCE_SECONDS) as answer:
                    # Once: what comes out is no other packing.
                    assert unpack(answer.read()).strip().startswith(start), (path, takes)
                    assert answer.headers["Content-Encoding"] == takes.split(", ")[-1], path
                    assert "Accept-Encoding" in answer.headers["Vary"]
                request.add_header("If-None-Match", answer.headers["ETag"])
                with pytest.raises(HTTPError) as unchanged:
                    urlopen(request, timeout=PATIENCE_SECONDS)
                unchanged.value.close()
                assert unchanged.value.code == 304


def test_slow_requests_are_ended(server_port: int) -> None:
    head = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
    with (
        crowd(server_port, 5, head, b"a") as slow_heads,
        crowd(server_port, 5, post(FORM, 20_000), b"a") as slow_forms,
        crowd(server_port, 5, b"") as silent,
    ):
        for attack in (slow_heads, slow_forms, silent):
            assert attack.ended(within=20)
