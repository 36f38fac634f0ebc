"""The queue of those who write to SQLite, over all threads and processes."""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from ortenaudigital.kernel.db.connections import WAIT_SECONDS
from ortenaudigital.kernel.db.errors import DatabaseUnavailable

POLL_SECONDS = 0.001
# One thread of a process stands in the queue of the writers; the others wait for it here.
_turn = threading.Lock()


@contextmanager
def turn_to_write(bind: Engine | Connection) -> Iterator[float]:
    """Queue up to write to SQLite, over all threads and processes.

    Left to itself, SQLite lets writers sleep and try again: under load some never get their turn,
    and the disk idles meanwhile. Yields how many seconds are left to wait for the database itself.
    Raises DatabaseUnavailable.
    """
    path = bind.engine.url.database if bind.dialect.name == "sqlite" else None
    if path is None:
        yield WAIT_SECONDS
        return
    ends = time.monotonic() + WAIT_SECONDS
    if not _turn.acquire(timeout=WAIT_SECONDS):
        raise DatabaseUnavailable("other threads are writing for too long")
    try:
        with _queue(f"{path}-queue", ends):
            yield max(ends - time.monotonic(), 0.1)
    finally:
        _turn.release()


@contextmanager
def _queue(path: str, ends: float) -> Iterator[None]:
    try:
        queue = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise DatabaseUnavailable(f"{path}: {error.strerror}") from error
    try:
        while not _locked(queue):
            if time.monotonic() >= ends:
                raise DatabaseUnavailable("another process is writing for too long")
            # The kernel's own queue would wait without end.
            time.sleep(POLL_SECONDS)
        yield
    finally:
        os.close(queue)


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
