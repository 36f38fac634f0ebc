"""What the machine can do and is made to do, to read the other numbers by."""

import os
import sqlite3
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import psutil
import psycopg

TICKS = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """Return a process and all that it started and that still run."""
    root = psutil.Process(pid)
    return [root.pid, *(each.pid for each in root.children(recursive=True))]


def cpu_seconds(pids: Collection[int]) -> float:
    """Return the CPU seconds of these processes with all their threads and ended children.

    In nanoseconds from the scheduler: what psutil reads goes by hundredths of a second.
    """
    return sum(_threads(pid) + _ended_children(pid) for pid in pids)


def _threads(pid: int) -> float:
    used = 0
    for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        # A thread may end while it is asked.
        with suppress(OSError):
            used += int(thread.read_text().split()[0])
    return used / 1e9


def _ended_children(pid: int) -> float:
    try:
        # What stands before is the name in brackets, in which there may be spaces.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[13]) + int(fields[14])) / TICKS


def memory(pids: Collection[int]) -> float:
    """Return the megabytes that processes take, what they share counted once (PSS)."""
    kilobytes = 0
    for pid in pids:
        with suppress(OSError):
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            kilobytes += next(int(s.split()[1]) for s in text.splitlines() if s.startswith("Pss:"))
    return kilobytes / 1024


def postgresql_server(url: str) -> int | None:
    """Return the process that started all others of a database server; None for SQLite."""
    if url.startswith("sqlite"):
        return None
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        return psutil.Process(connection.info.backend_pid).ppid()


def raw_commits(url: str, seconds: float = 1.0) -> float:
    """Count how many one-row transactions a single connection commits in a second."""
    count = _sqlite_commits if url.startswith("sqlite") else _postgresql_commits
    return count(url, seconds) / seconds


def _sqlite_commits(url: str, seconds: float) -> int:
    path = Path(url.removeprefix("sqlite:///") + f"-raw-{uuid4().hex}")
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE raw (id TEXT)")
    number, ends = 0, time.perf_counter() + seconds
    while time.perf_counter() < ends:
        connection.execute("INSERT INTO raw VALUES (?)", (uuid4().hex,))
        number += 1
    connection.close()
    path.unlink()
    return number


def _postgresql_commits(url: str, seconds: float) -> int:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE TABLE raw (id TEXT)")
        number, ends = 0, time.perf_counter() + seconds
        while time.perf_counter() < ends:
            connection.execute("INSERT INTO raw VALUES (%s)", (uuid4().hex,))
            number += 1
        connection.execute("DROP TABLE raw")
    return number
