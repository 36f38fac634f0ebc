"""The load: a process of its own that speaks plain HTTP/1.1 over kept connections."""

import asyncio
import multiprocessing
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection

SECONDS = 3.0
CLIENTS = (1, 8, 32)
WORKERS = 2
LIMIT = 60
HEADER = f"{'':18}{'clients':>8}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}"


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int
    headers: dict[str, str]
    body: bytes


class Client:
    """One browser: one connection, one jar of cookies."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def request(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        lines = [f"{method} {path} HTTP/1.1", f"Host: localhost:{self.port}"]
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


Operation = Callable[[Client, int], Awaitable[None]]


class UsedUp(Exception):
    """An operation has nothing more to work on: its client is done."""


@dataclass(frozen=True)
class Result:
    """How one load went: how long each operation took, and all of them together, in seconds."""

    times: list[float]
    wall: float

    @property
    def number(self) -> int:
        return len(self.times)

    @property
    def per_second(self) -> float:
        return self.number / self.wall

    def percentile(self, share: float) -> float:
        """Return how many milliseconds that share of the operations took at most."""
        return 1000 * sorted(self.times)[int((self.number - 1) * share)]

    def __add__(self, other: "Result") -> "Result":
        return Result(self.times + other.times, self.wall + other.wall)


def line(name: str, clients: int, result: Result, cpu: float) -> str:
    """Write a result below HEADER; `cpu` is what the servers used for it, in seconds."""
    return (
        f"{name:18}{clients:>8}{result.per_second:>10.0f}{result.percentile(0.5):>9.1f}"
        f"{result.percentile(0.95):>9.1f}{1000 * cpu / result.number:>9.2f}"
    )


def run_load(operation: Operation, port: int, clients: int, seconds: float) -> Result:
    """Let a number of clients repeat an operation for a while, from a process of its own."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    load = multiprocessing.Process(
        target=_load_process, args=(sender, operation, port, clients, seconds)
    )
    load.start()
    # Only the load holds it now, so that its failure is seen at once.
    sender.close()
    try:
        if not receiver.poll(seconds + LIMIT):
            raise RuntimeError("the load did not end")
        times, wall = receiver.recv()
    finally:
        load.join(5)
        load.kill()
    return Result(times, wall)


def _load_process(
    sender: Connection, operation: Operation, port: int, clients: int, seconds: float
) -> None:
    sender.send(asyncio.run(_all_clients(operation, port, clients, seconds)))


async def _all_clients(
    operation: Operation, port: int, clients: int, seconds: float
) -> tuple[list[float], float]:
    started = time.perf_counter()
    ends = started + seconds
    runs = [_repeat(operation, port, number, ends) for number in range(clients)]
    times = [one for many in await asyncio.gather(*runs) for one in many]
    return times, time.perf_counter() - started


async def _repeat(operation: Operation, port: int, number: int, ends: float) -> list[float]:
    client = Client(port)
    times: list[float] = []
    while True:
        before = time.perf_counter()
        if before >= ends and times:
            break
        try:
            await operation(client, number)
        except UsedUp:
            break
        times.append(time.perf_counter() - before)
    client.close()
    return times
