"""Requests are collected before a thread works on them."""

import asyncio
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ortenaudigital.web.shared.requests import serving
from ortenaudigital.web.shared.requests.serving import (
    MOST_BODY_BYTES,
    REFUSAL,
    BufferedApp,
    make_environ,
)

Parts = list[bytes]
IN_PIECES = (b"transfer-encoding", b"chunked")


class Recorder:
    """A WSGI app that says what it got."""

    def __init__(self) -> None:
        self.environs: list[dict[str, Any]] = []
        self.bodies: list[bytes] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.environs.append(environ)
        self.bodies.append(environ["wsgi.input"].read())
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"one ", b"two"]


def scope_of(*headers: tuple[bytes, bytes], path: bytes = b"/", query: bytes = b"") -> Any:
    return {
        "type": "http",
        "method": "POST",
        "http_version": "1.1",
        "scheme": "http",
        "raw_path": path,
        "query_string": query,
        "headers": list(headers),
        "client": ("192.0.2.7", "5555"),
        "server": ("127.0.0.1", "8000"),
    }


def send(app: BufferedApp, scope: Any, parts: Parts, pause: float = 0.0) -> list[Any]:
    """Send a body in parts, with a pause before each but the first; return the messages."""
    sent: list[Any] = []
    left = list(parts)

    async def receive() -> Any:
        if len(left) < len(parts):
            await asyncio.sleep(pause)
        body = left.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(left)}

    async def take(message: Any) -> None:
        sent.append(message)

    # In a thread of its own: browser tests leave a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(app(scope, receive, take))).result()
    return sent


def test_the_app_gets_a_whole_body_and_the_client_a_whole_answer() -> None:
    recorder = Recorder()
    start, body = send(BufferedApp(recorder), scope_of(IN_PIECES), [b"a=", b"1"])
    assert recorder.bodies == [b"a=1"]
    assert recorder.environs[0]["CONTENT_LENGTH"] == "3"
    assert start["status"] == 200
    assert start["headers"] == [(b"content-type", b"text/plain")]
    assert body["body"] == b"one two"
    assert not body.get("more_body")


def test_who_sends_too_slowly_is_refused_by_the_app() -> None:
    recorder = Recorder()
    app = BufferedApp(recorder, body_seconds=0.05)
    start, _ = send(app, scope_of(IN_PIECES), [b"a=", b"1"], pause=5)
    assert recorder.environs[0][REFUSAL] == 408
    assert (b"connection", b"close") in start["headers"]


def test_who_keeps_the_pace_may_take_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "BYTES_A_SECOND", 1000)
    recorder = Recorder()
    app = BufferedApp(recorder, body_seconds=0.2)
    send(app, scope_of(IN_PIECES), [b"x" * 1000] * 5, pause=0.1)
    assert REFUSAL not in recorder.environs[0]
    assert recorder.bodies == [b"x" * 5000]


@pytest.mark.parametrize("announced", [True, False])
def test_what_is_too_big_is_not_kept(announced: bool) -> None:
    recorder = Recorder()
    length = (b"content-length", str(MOST_BODY_BYTES + 1).encode())
    scope = scope_of(length if announced else IN_PIECES)
    send(BufferedApp(recorder), scope, [b"x" * 65536] * 17)
    assert recorder.environs[0][REFUSAL] == 413


def test_a_request_without_a_body_is_not_waited_for() -> None:
    async def receive() -> Any:
        raise AssertionError("nothing is to come")

    recorder, sent = Recorder(), []

    async def take(message: Any) -> None:
        sent.append(message)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(
            lambda: asyncio.run(BufferedApp(recorder)(scope_of(), receive, take))
        ).result()
    assert recorder.bodies == [b""]
    assert sent[0]["status"] == 200


def test_nobody_works_for_who_has_left() -> None:
    recorder = Recorder()

    async def gone() -> Any:
        return {"type": "http.disconnect"}

    async def take(message: Any) -> None:
        raise AssertionError(message)

    scope = scope_of(IN_PIECES)
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(BufferedApp(recorder)(scope, gone, take))).result()
    assert recorder.environs == []


def test_a_full_queue_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "MOST_WAITING", 0)
    recorder = Recorder()
    start, body = send(BufferedApp(recorder), scope_of(), [b""])
    assert start["status"] == 503
    assert (b"retry-after", b"5") in start["headers"]
    assert "noch einmal" in body["body"].decode()
    assert recorder.environs == []


def test_headers_keep_their_meaning() -> None:
    scope = scope_of(
        (b"x_forwarded_for", b"203.0.113.9"),
        (b"x-forwarded-for", b"198.51.100.1"),
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        path=b"/a%ff/%C3%BC",
        query=b"q=\xff",
    )
    environ = make_environ(scope)
    assert environ["HTTP_X_FORWARDED_FOR"] == "198.51.100.1"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["PATH_INFO"].encode("latin-1") == b"/a\xff/\xc3\xbc"
    assert environ["QUERY_STRING"].encode("latin-1") == b"q=\xff"
    assert environ["REMOTE_ADDR"] == "192.0.2.7"


def test_the_name_of_a_host_is_the_same_in_capitals() -> None:
    environ = make_environ(scope_of((b"host", b"Tickets.KEHL.de:443")))
    assert environ["HTTP_HOST"] == "tickets.kehl.de:443"


class Streamed:
    """An app whose answer has no length; it notes how much of it was made, and that it ended."""

    def __init__(self) -> None:
        self.made: list[int] = []
        self.closed = False

    def __call__(self, environ: dict[str, Any], start_response: Any) -> "Streamed":
        start_response("200 OK", [("Content-Type", "text/csv")])
        return self

    def __iter__(self) -> Iterator[bytes]:
        for number in range(3):
            self.made.append(number)
            yield b"%d" % number

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize(("leaves_after", "made"), [(9, [0, 1, 2]), (1, [0])])
def test_an_answer_without_a_length_is_sent_while_it_is_made(
    leaves_after: int, made: list[int]
) -> None:
    app, sent, made_by_then = Streamed(), [], []

    async def answer() -> None:
        gone = asyncio.Event()
        left = [{"type": "http.request", "body": b""}]

        async def receive() -> Any:
            if left:
                return left.pop()
            await gone.wait()
            return {"type": "http.disconnect"}

        async def take(message: Any) -> None:
            sent.append(message.get("body"))
            made_by_then.append(len(app.made))
            if len(sent) > leaves_after:
                gone.set()
                await asyncio.sleep(0.01)

        await BufferedApp(app)(scope_of(), receive, take)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(answer())).result()
    assert app.made == made
    assert app.closed
    assert sent == [None, *(b"%d" % number for number in made), b""]
    # Nothing is made ahead.
    assert made_by_then[1 : 1 + len(made)] == [number + 1 for number in made]
