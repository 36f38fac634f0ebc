"""What stands between phones and the server: connections in a thread, and none left open."""

import asyncio
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

PATIENCE_SECONDS = 60.0
# What is aborted is gone only after some turns of the loop.
TURN_SECONDS = 0.01


class Proxy(ABC):
    """Takes connections for a server on another port; `serve` says what becomes of each."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @abstractmethod
    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection, which is closed afterwards."""

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Open a connection to the server."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._server_port)
        self._open.add(writer)
        return reader, writer

    async def close(self, writer: asyncio.StreamWriter) -> None:
        """Close a connection once what was written is sent."""
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
        self._open.discard(writer)

    def abort_all(self) -> None:
        """Break every connection that is open."""
        for writer in self._open:
            writer.transport.abort()

    def call(self, action: Callable[[], None]) -> None:
        """Have something done in the thread of the connections, and wait for it."""
        done = threading.Event()

        def act() -> None:
            action()
            done.set()

        self._loop.call_soon_threadsafe(act)
        assert done.wait(PATIENCE_SECONDS)

    def run(self, port: int, started: threading.Event) -> None:
        """Serve until `stop`."""
        asyncio.set_event_loop(self._loop)
        start = asyncio.start_server(self._accept, "127.0.0.1", port)
        server = self._loop.run_until_complete(start)
        started.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._end(server))
        self._loop.close()

    def stop(self) -> None:
        """End `run`, and with it all connections."""
        self._loop.call_soon_threadsafe(self._loop.stop)

    # No coroutine: a task that is cancelled before its first turn would close nothing.
    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        task = self._loop.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Somebody went away in between.
        with suppress(OSError, asyncio.IncompleteReadError):
            await self.serve(reader, writer)
        await self.close(writer)

    async def _end(self, server: asyncio.Server) -> None:
        # Only then close the server: it leaves whom it is just letting in open for ever.
        while len(asyncio.all_tasks()) > 1:
            self.abort_all()
            for task in self._tasks:
                task.cancel()
            await asyncio.sleep(TURN_SECONDS)
        server.close()
        self.abort_all()
        await asyncio.sleep(TURN_SECONDS)


ProxyT = TypeVar("ProxyT", bound=Proxy)


@contextmanager
def open_proxy(proxy: ProxyT, port: int) -> Iterator[ProxyT]:
    """Serve on one port in a thread of its own."""
    started = threading.Event()
    thread = threading.Thread(target=proxy.run, args=(port, started), daemon=True)
    thread.start()
    assert started.wait(PATIENCE_SECONDS)
    try:
        yield proxy
    finally:
        proxy.stop()
        thread.join(PATIENCE_SECONDS)
