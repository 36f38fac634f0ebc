"""A line between phones and the server that a test can cut, whole or in the middle of a request."""

import asyncio
import random
from collections import Counter
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum

from tests.browser.network.proxy import Proxy, open_proxy

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


class Line(Proxy):
    """A proxy that can be cut. `breaks` counts the cuts by where they were."""

    def __init__(self, server_port: int, seed: int) -> None:
        super().__init__(server_port)
        self.breaks: Counter[str] = Counter()
        self._draw = random.Random(seed)
        self._state = State.WHOLE

    def become(self, state: State) -> None:
        """Change the line for all connections; those that are open end, unless it is whole."""

        def change() -> None:
            self._state = state
            if state is not State.WHOLE:
                self.abort_all()

        self.call(change)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry what is asked and what is answered, until one side ends or the line breaks."""
        if self._state is State.DEAD:
            writer.transport.abort()
            return
        answers, asks = await self.connect()
        cut = self._draw_break() if self._state is State.BREAKING else None
        ways = [
            asyncio.ensure_future(self._pass(reader, asks, "request", cut)),
            asyncio.ensure_future(self._pass(answers, writer, "answer", cut)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            for end in (writer, asks):
                end.transport.abort()
            await self.close(asks)

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


def open_line(port: int, server_port: int, seed: int) -> AbstractContextManager[Line]:
    """Carry what comes to one port to another, in a thread of its own."""
    return open_proxy(Line(server_port, seed), port)
