"""Between the web server and the app: a thread works on a request only when all of it is there.

The server (granian) takes connections without threads and ends those that are slow with their
heads. Here bodies are collected, each within its time and its size, before one of a few threads is
given to the request; the answer is handed over whole, so that a slow reader keeps no thread either.
An answer that says no length is made while it is sent: a thread makes one piece of it, and is free
for others before the next. What a slow reader has not taken waits in the server's memory.
What cannot be taken is still answered by the app, in its layout: see `REFUSAL`.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.parse import unquote_to_bytes

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Environ = dict[str, Any]
WsgiApp = Callable[[Environ, Any], Iterable[bytes]]
Headers = list[tuple[bytes, bytes]]
Answer = tuple[int, Headers, bytes | Iterable[bytes]]

# The key in the environ under which the app finds the status that this request is to be refused by.
REFUSAL = "ortenaudigital.refusal"
MOST_BODY_BYTES = 1024 * 1024
# Of a form that may bring a file, such as a phone's picture.
MOST_UPLOAD_BYTES = 12 * 1024 * 1024
# Up to here a body is kept in memory, beyond it in a file.
MEMORY_BYTES = 64 * 1024
BODY_SECONDS = 10.0
# A phone with a poor network sends its scans at this rate at least.
BYTES_A_SECOND = 4096
THREADS = 2
MOST_WAITING = 1000
BUSY: Answer = (
    HTTPStatus.SERVICE_UNAVAILABLE,
    [(b"content-type", b"text/plain; charset=utf-8"), (b"retry-after", b"5")],
    "Gerade sind sehr viele hier. Bitte versuchen Sie es gleich noch einmal.\n"
    "Very many people are here right now. Please try again in a moment.\n"
    "Il y a beaucoup de monde en ce moment. Veuillez réessayer dans un instant.\n".encode(),
)


class Disconnected(Exception):
    """Nobody waits for the answer any more."""


class BufferedApp:
    """An ASGI application that runs a WSGI app in a few threads, with whole requests only."""

    def __init__(
        self, app: WsgiApp, threads: int = THREADS, body_seconds: float = BODY_SECONDS
    ) -> None:
        self.app = app
        self.body_seconds = body_seconds
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        environ = make_environ(scope)
        announced = environ.get("CONTENT_LENGTH", "")
        in_pieces = environ.pop("HTTP_TRANSFER_ENCODING", None)
        answer: Answer | None
        if announced in ("", "0") and in_pieces is None:
            # Nothing is to come: a tenth of a request that does nothing is saved here.
            answer = await self._answer(environ)
        else:
            answer = await self._answer_whole(environ, announced, receive)
        if answer is None:
            return
        status, headers, content = answer
        await send({"type": "http.response.start", "status": status, "headers": headers})
        if not isinstance(content, bytes):
            await self._send_pieces(content, receive, send)
            content = b""
        await send({"type": "http.response.body", "body": content})

    async def _send_pieces(self, parts: Iterable[bytes], receive: Receive, send: Send) -> None:
        """Send an answer piece by piece, until it ends or nobody waits for it any more."""
        loop, pieces = asyncio.get_running_loop(), iter(parts)
        gone = asyncio.ensure_future(_gone(receive))
        try:
            while not gone.done():
                piece = await loop.run_in_executor(self._threads, next, pieces, None)
                if piece is None:
                    return
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        finally:
            gone.cancel()
            await loop.run_in_executor(self._threads, _close, parts)

    async def _answer_whole(
        self, environ: Environ, announced: str, receive: Receive
    ) -> Answer | None:
        """Answer a request with a body once it is there; None if nobody waits for it any more."""
        with SpooledTemporaryFile(MEMORY_BYTES) as body:
            try:
                most = _most_bytes(environ)
                refusal = await self._collect(announced, most, receive, body)
            except Disconnected:
                return None
            # A body that came in pieces announces no length; one that was cut off a wrong one.
            environ["CONTENT_LENGTH"] = str(body.tell())
            environ["wsgi.input"] = body
            body.seek(0)
            if refusal is not None:
                environ[REFUSAL] = refusal
            status, headers, content = await self._answer(environ)
        if refusal is not None:
            # What is still on its way is not read any more.
            headers.append((b"connection", b"close"))
        return status, headers, content

    async def _collect(
        self, announced: str, most: int, receive: Receive, body: Any
    ) -> HTTPStatus | None:
        """Read the body; return the status to refuse by, if it is too big or too slow."""
        length = int(announced) if announced.isdigit() else 0
        if length > most:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        started = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(None) as patience:
                while True:
                    # Whoever keeps the pace may go on; whoever stops is not waited for.
                    earned = self.body_seconds + body.tell() / BYTES_A_SECOND
                    patience.reschedule(started + earned)
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise Disconnected
                    body.write(message.get("body", b""))
                    if body.tell() > most:
                        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
                    if not message.get("more_body", False):
                        return None
        except TimeoutError:
            return HTTPStatus.REQUEST_TIMEOUT

    async def _answer(self, environ: Environ) -> Answer:
        if self._waiting >= MOST_WAITING:
            status, headers, content = BUSY
            return status, [*headers], content
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, run, self.app, environ)
        finally:
            self._waiting -= 1


async def _gone(receive: Receive) -> None:
    """Wait until nobody waits for the answer any more."""
    while (await receive())["type"] != "http.disconnect":
        # What is left of the request.
        await asyncio.sleep(0)


def _most_bytes(environ: Environ) -> int:
    """Return how much is collected; most routes refuse less than that once they are known."""
    with_files = environ.get("CONTENT_TYPE", "").startswith("multipart/form-data")
    return MOST_UPLOAD_BYTES if with_files else MOST_BODY_BYTES


def run(app: WsgiApp, environ: Environ) -> Answer:
    """Call a WSGI app; return its whole answer, or what makes its pieces."""
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
        started.append((status, headers))

    parts = app(environ, start_response)
    if started and not isinstance(parts, list) and _is_streamed(*started[-1]):
        return *_encoded(*started[-1]), parts
    try:
        content = b"".join(parts)
    finally:
        _close(parts)
    return *_encoded(*started[-1]), content


def _is_streamed(status: str, headers: list[tuple[str, str]]) -> bool:
    """Say whether the length of an answer is not known; some have nothing that had one."""
    has_length = any(name.lower() == "content-length" for name, _ in headers)
    return status.startswith("200") and not has_length


def _close(parts: Iterable[bytes]) -> None:
    if close := getattr(parts, "close", None):
        close()


def _encoded(status: str, headers: list[tuple[str, str]]) -> tuple[int, Headers]:
    return int(status[:3]), [(_latin(name).lower(), _latin(value)) for name, value in headers]


def _latin(text: str) -> bytes:
    return text.encode("latin-1")


def make_environ(scope: Scope) -> Environ:
    """Describe a request without a body as WSGI wants it."""
    host, port = scope.get("server") or ("localhost", "80")
    client = scope.get("client") or ("", 0)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    _add_headers(environ, scope["headers"])
    return environ


def _add_headers(environ: Environ, headers: Iterable[tuple[bytes, bytes]]) -> None:
    for raw_name, raw_value in headers:
        # X_Forwarded_For would become the same as X-Forwarded-For, which only the proxy may set.
        if b"_" in raw_name:
            continue
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        key = name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"
        value = raw_value.decode("latin-1")
        if key == "HTTP_HOST":
            # Names of hosts are the same in capitals; what compares them later need not know.
            value = value.lower()
        if key in environ:
            value = environ[key] + ("; " if key == "HTTP_COOKIE" else ",") + value
        environ[key] = value
