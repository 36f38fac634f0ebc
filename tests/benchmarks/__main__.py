"""Measure the product on this machine: `make bench`. Numbers compare within one run only."""

import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psutil
import psycopg
from flask_migrate import upgrade
from sqlalchemy import select

from ortenaudigital.bookings.links import booking_key, ticket_url
from ortenaudigital.bookings.models import Ticket
from ortenaudigital.bookings.service import book as book_ticket
from ortenaudigital.clock import utc_now
from ortenaudigital.db import db, transaction
from ortenaudigital.factory import create_app
from tests.benchmarks.load import Operation, Result, run_load
from tests.benchmarks.operations import book, get, scan
from tests.conftest import make_config, new_postgresql_database
from tests.factories import booking_request, make_device, make_event_today
from tests.servers import environment, web_server
from tests.smtp import free_port

SECONDS = 3.0
CLIENTS = (1, 8, 32)
WORKERS = 2
TICKETS = 2000
HEADER = f"{'':14}{'clients':>8}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}"


def main() -> None:
    folder = Path(tempfile.mkdtemp())
    sqlite = f"sqlite:///{folder}/bench.sqlite3"
    for name, url in (("SQLite", sqlite), ("PostgreSQL", new_postgresql_database())):
        print(f"\n{name}, {WORKERS} web processes, {psutil.cpu_count()} cores, load beside them")
        print(f"raw commits a second, one connection: {raw_commits(url):.0f}")
        print(HEADER)
        measure(url, folder)


def measure(url: str, folder: Path) -> None:
    operations = prepare(url, folder)
    port = free_port()
    env = environment(url, folder, BASE_URL=f"http://localhost:{port}", PAGE_CACHE_SECONDS="1")
    with web_server(port, env, WORKERS):
        for name, operation in operations.items():
            run_load(operation, port, 8, 1.0)
            for clients in CLIENTS:
                with cpu_of_servers() as used:
                    result = run_load(operation, port, clients, SECONDS)
                print(line(name, clients, result, used[0]), flush=True)


def line(name: str, clients: int, result: Result, cpu: float) -> str:
    cost = 1000 * cpu / result.number
    return (
        f"{name:14}{clients:>8}{result.per_second:>10.0f}"
        f"{result.p50:>9.1f}{result.p95:>9.1f}{cost:>9.2f}"
    )


def prepare(url: str, folder: Path) -> dict[str, Operation]:
    """Fill a database, and return what is to be measured on it."""
    app = create_app(make_config(url, folder))
    with app.app_context():
        upgrade()
        event = make_event_today(quota=10_000_000)
        _, token = make_device(event, now=utc_now())
        with transaction():
            ids = [book_ticket(event.slug, booking_request(), utc_now()) for _ in range(TICKETS)]
        key = booking_key(ids[0])
        codes = [ticket_url(ticket) for ticket in db.session.scalars(select(Ticket))]
        slug = event.slug
        db.session.remove()
        db.engine.dispose()
    return {
        "no-op route": get("/healthz"),
        "event page": get(f"/{slug}/"),
        "whole booking": book(slug),
        "scan": scan(token, codes),
        "ticket PDF": get(f"/buchung/{key}/tickets.pdf"),
    }


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


if __name__ == "__main__":
    main()
