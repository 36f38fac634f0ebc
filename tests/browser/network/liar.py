"""What stands between phones and the server and answers in its place: hotspots, gateways, faults.

What is asked of the scan interface gets, at random, a lie, half an answer, or the truth late; all
else, the app itself, gets the truth.
"""

import asyncio
import json
import random
from collections import Counter
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum

from tests.browser.network.proxy import Proxy, open_proxy

INTERFACE = b"/einlass/api/"
LATE_SECONDS = (0.2, 1.2)
# A phone gives up after five seconds by itself.
NEVER_SECONDS = 7.0
PAGE = b"<!doctype html><title>Gast-WLAN</title><form>Bitte melden Sie sich an.</form>"
GATEWAY = b"<html><h1>502 Bad Gateway</h1></html>"
REFUSED = {"error": {"code": "device_refused", "message": "Not authorised"}}


@dataclass(frozen=True)
class Lie:
    """What is answered in the place of the server."""

    status: int
    content: bytes
    kind: str = "application/json"
    headers: str = ""

    def __bytes__(self) -> bytes:
        lines = [
            f"HTTP/1.1 {self.status} Something",
            f"Content-Type: {self.kind}",
            f"Content-Length: {len(self.content)}",
            "Connection: close",
        ]
        head = "\r\n".join([*lines, *filter(None, [self.headers]), "", ""])
        return head.encode() + self.content


def _json(status: int, content: object) -> Lie:
    return Lie(status, json.dumps(content).encode())


LIES = {
    "portal page": Lie(200, PAGE, "text/html"),
    "portal redirect": Lie(302, b"", "text/html", "Location: http://localhost:9/login"),
    "portal by its status": Lie(511, PAGE, "text/html"),
    "empty object": _json(200, {}),
    "null": _json(200, None),
    "results of nobody": _json(200, {"results": []}),
    "nothing": Lie(200, b"", "text/plain"),
    "400": _json(400, {"message": "Bad Request"}),
    "401": _json(401, REFUSED),
    "403": _json(403, {"error": "forbidden"}),
    "404": _json(404, {"message": "no Route matched with those values"}),
    "409": _json(409, {"error": {"message": "conflict"}}),
    "422": _json(422, {"detail": []}),
    "429": _json(429, {"message": "slow down"}),
    "500": _json(500, {}),
    "502": Lie(502, GATEWAY, "text/html"),
    "503": Lie(503, GATEWAY, "text/html", "Retry-After: 1"),
}


class Way(StrEnum):
    """What becomes of a request that is not lied to."""

    TRUTH = "truth"
    LATE = "late"
    NEVER = "never"
    CUT_REQUEST = "cut request"
    CUT_ANSWER = "cut answer"


# Dealt like cards, so that a short test meets all of them: each lie once, and these so often.
OFTEN = {Way.TRUTH: 7, Way.LATE: 2, Way.NEVER: 1, Way.CUT_REQUEST: 2, Way.CUT_ANSWER: 3}


class Liar(Proxy):
    """A proxy that lies; `met` counts what was answered, `always` is all that is."""

    def __init__(self, server_port: int, seed: int) -> None:
        super().__init__(server_port)
        self.met: Counter[str] = Counter()
        self.lies = False
        self.always: str | None = None
        self._draw = random.Random(seed)
        self._deck: list[str] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request, by a lie or with what the server says."""
        request = await _read_request(reader)
        is_asked = request.split(b" ", 2)[1].startswith(INTERFACE)
        await self._answer(self._choose() if is_asked else "truth", request, writer)

    def _choose(self) -> str:
        if self.always or not self.lies:
            return self.always or "truth"
        if not self._deck:
            self._deck = [*LIES, *(str(way) for way, times in OFTEN.items() for _ in range(times))]
            self._draw.shuffle(self._deck)
        return self._deck.pop()

    async def _answer(self, way: str, request: bytes, writer: asyncio.StreamWriter) -> None:
        self.met[way] += 1
        if way in LIES:
            writer.write(bytes(LIES[way]))
        elif way == Way.NEVER:
            await asyncio.sleep(NEVER_SECONDS)
        elif way != Way.CUT_REQUEST:
            if way == Way.LATE:
                await asyncio.sleep(self._draw.uniform(*LATE_SECONDS))
            answer = await self._ask(request)
            end = self._draw.randrange(len(answer)) if way == Way.CUT_ANSWER else None
            writer.write(answer[:end])
        await writer.drain()

    async def _ask(self, request: bytes) -> bytes:
        reader, writer = await self.connect()
        head, _, body = request.partition(b"\r\n")
        writer.write(head + b"\r\nConnection: close\r\n" + body)
        try:
            return await reader.read()
        finally:
            await self.close(writer)


async def _read_request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    kept = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    length = next((line for line in kept if line.lower().startswith(b"content-length:")), b":0")
    body = await reader.readexactly(int(length.partition(b":")[2]))
    return b"\r\n".join(kept) + body


def open_liar(port: int, server_port: int, seed: int) -> AbstractContextManager[Liar]:
    """Answer on one port for the server on another, in a thread of its own."""
    return open_proxy(Liar(server_port, seed), port)
