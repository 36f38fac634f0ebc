"""The load: a process of its own that speaks plain HTTP/1.1 over kept connections."""

import asyncio
import gzip
import multiprocessing
import signal
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

# How much longer a load may take: batches of scans end with what was on its way.
LIMIT = 120


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def content(self) -> bytes:
        """Return the body as it was before it was compressed."""
        compressed = self.headers.get("content-encoding") == "gzip"
        return gzip.decompress(self.body) if compressed else self.body


class Client:
    """One browser: one connection, one jar of cookies."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None) -> None:
        self.port = port
        self.cookies = dict(cookies or {})
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def request(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        lines = [f"{method} {path} HTTP/1.1", f"Host: localhost:{self.port}"]
        # As browsers do: what it costs to compress is a part of what a page costs.
        lines.append("Accept-Encoding: gzip")
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        if self.cookies:
            jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            lines.append(f"Cookie: {jar}")
        lines.append(f"Content-Length: {len(body)}")
        self._writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        return await self._answer()

    async def _answer(self) -> Answer:
        assert self._reader is not None
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {}
        for line in head[1:]:
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                key, _, content = value.split(";")[0].partition("=")
                self.cookies[key] = content
            headers[name.lower()] = value
        body = await self._reader.readexactly(int(headers.get("content-length", "0")))
        return Answer(int(head[0].split()[1]), headers, body)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()


# What it returns is kept: addresses that later loads go to.
Operation = Callable[[Client], Awaitable[str | None]]


class LoadFailed(Exception):
    """A server did not answer as an operation expects."""


class UsedUp(Exception):
    """An operation has nothing more to work on: its client is done."""


@dataclass(frozen=True)
class Result:
    """How one load went: how long each operation took, and all of them together, in seconds.

    `units` is how many things one operation did, such as the scans of a batch.
    """

    times: list[float]
    wall: float
    answers: list[str]
    units: int = 1

    @property
    def number(self) -> int:
        return len(self.times)

    def percentile(self, share: float) -> float:
        """Return how many milliseconds that share of the operations took at most."""
        return 1000 * sorted(self.times)[int((self.number - 1) * share)]


@dataclass(frozen=True)
class Load:
    """What is repeated, by how many clients at once, with which cookies, for how many seconds."""

    operation: Operation
    port: int
    clients: int
    seconds: float
    cookies: Mapping[str, str] | None = None
    units: int = 1


def run_load(load: Load) -> Result:
    """Let clients repeat an operation for a while, from a process of its own."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=_load_process, args=(sender, load), daemon=True)
    process.start()
    # Only the load holds it now, so that its failure is seen at once.
    sender.close()
    try:
        if not receiver.poll(load.seconds + LIMIT):
            raise RuntimeError("the load did not end")
        times, answers, wall = _received(receiver.recv())
    finally:
        process.join(5)
        process.kill()
    return Result(times, wall, answers, load.units)


def _received(sent: Any) -> Any:
    if isinstance(sent, LoadFailed):
        raise sent
    return sent


def _load_process(sender: Connection, load: Load) -> None:
    # Whoever started it ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        sender.send(asyncio.run(_all_clients(load)))
    except (AssertionError, OSError, EOFError, LookupError) as error:
        sender.send(LoadFailed(f"answered {error!r}"))


async def _all_clients(load: Load) -> tuple[list[float], list[str], float]:
    started = time.perf_counter()
    ends = started + load.seconds
    runs = await asyncio.gather(*(_repeat(load, ends) for _ in range(load.clients)))
    times = [one for many, _ in runs for one in many]
    answers = [one for _, many in runs for one in many]
    return times, answers, time.perf_counter() - started


async def _repeat(load: Load, ends: float) -> tuple[list[float], list[str]]:
    client = Client(load.port, load.cookies)
    times: list[float] = []
    answers: list[str] = []
    while True:
        before = time.perf_counter()
        if before >= ends and times:
            break
        try:
            answer = await load.operation(client)
        except UsedUp:
            break
        times.append(time.perf_counter() - before)
        if answer:
            answers.append(answer)
    client.close()
    return times, answers
