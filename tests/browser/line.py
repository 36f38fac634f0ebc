"""A line between phones and the server that a test can cut, whole or in the middle of a request."""

import asyncio
import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

CHUNK = 65_536
# About what a request and its answer take, headers and all: cuts come before, in and after them.
REQUEST_BYTES, ANSWER_BYTES = 1200, 1800


class State(StrEnum):
    """How the line is."""

    WHOLE = "whole"
    DEAD = "dead"
    # Each connection breaks after some bytes of what is asked, or of what is answered.
    BREAKING = "breaking"


@dataclass(frozen=True)
class Break:
    """Where a connection breaks: in which direction, after how many bytes."""

    place: str
    after: int


class Line:
    """A proxy for one server. `breaks` counts the cuts by where they were."""

    def __init__(self, server_port: int, seed: int) -> None:
        self.breaks: Counter[str] = Counter()
        self._server_port = server_port
        self._draw = random.Random(seed)
        self._state = State.WHOLE
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.WriteTransport] = set()

    def become(self, state: State) -> None:
        """Change the line for all connections; those that are open end, unless it is whole."""
        done = threading.Event()

        def change() -> None:
            self._state = state
            for transport in set(self._open) if state is not State.WHOLE else ():
                transport.abort()
            done.set()

        self._loop.call_soon_threadsafe(change)
        done.wait(5)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._state is State.DEAD:
            writer.transport.abort()
            return
        answers, asks = await asyncio.open_connection("127.0.0.1", self._server_port)
        cut = self._draw_break() if self._state is State.BREAKING else None
        both = {writer.transport, asks.transport}
        self._open |= both
        ways = [
            asyncio.ensure_future(self._pass(reader, asks, "request", cut)),
            asyncio.ensure_future(self._pass(answers, writer, "answer", cut)),
        ]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        for transport in both:
            transport.abort()
        self._open -= both

    def _draw_break(self) -> Break:
        place = self._draw.choice(("request", "answer"))
        most = REQUEST_BYTES if place == "request" else ANSWER_BYTES
        return Break(place, self._draw.randrange(most))

    async def _pass(
        self,
        source: asyncio.StreamReader,
        target: asyncio.StreamWriter,
        place: str,
        cut: Break | None,
    ) -> None:
        left = cut.after if cut and cut.place == place else None
        try:
            while data := await source.read(CHUNK):
                if left is not None and len(data) > left:
                    self.breaks[place] += 1
                    target.write(data[:left])
                    await target.drain()
                    return
                left = None if left is None else left - len(data)
                target.write(data)
                await target.drain()
        except OSError:
            return

    def run(self, port: int, started: threading.Event) -> None:
        """Serve until `stop`."""
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._carry, "127.0.0.1", port))
        started.set()
        self._loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)


@contextmanager
def open_line(port: int, server_port: int, seed: int) -> Iterator[Line]:
    """Carry what comes to one port to another, in a thread of its own."""
    line, started = Line(server_port, seed), threading.Event()
    thread = threading.Thread(target=line.run, args=(port, started), daemon=True)
    thread.start()
    started.wait(5)
    try:
        yield line
    finally:
        line.stop()
        thread.join(5)
