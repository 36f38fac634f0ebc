"""What the machine can do and is made to do, to read the other numbers by."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psutil
import psycopg


@contextmanager
def cpu_of_servers() -> Iterator[list[float]]:
    """Measure the CPU seconds of the web processes."""
    processes = [
        process
        for process in psutil.Process().children(recursive=True)
        if "granian" in " ".join(process.cmdline())
    ]
    used = [0.0]
    before = sum(sum(process.cpu_times()[:2]) for process in processes)
    yield used
    used[0] = sum(sum(process.cpu_times()[:2]) for process in processes) - before


def raw_commits(url: str) -> float:
    """Count how many one-row transactions a single connection commits in a second."""
    return _sqlite_commits(url) if url.startswith("sqlite") else _postgresql_commits(url)


def _sqlite_commits(url: str) -> float:
    path = url.removeprefix("sqlite:///") + f"-raw-{uuid4().hex}"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE raw (id TEXT)")
    number, ends = 0, time.perf_counter() + 1
    while time.perf_counter() < ends:
        connection.execute("INSERT INTO raw VALUES (?)", (uuid4().hex,))
        number += 1
    connection.close()
    return number


def _postgresql_commits(url: str) -> float:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE TABLE raw (id TEXT)")
        number, ends = 0, time.perf_counter() + 1
        while time.perf_counter() < ends:
            connection.execute("INSERT INTO raw VALUES (%s)", (uuid4().hex,))
            number += 1
        connection.execute("DROP TABLE raw")
    return number
