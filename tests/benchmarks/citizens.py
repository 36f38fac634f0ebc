"""Measure what citizens do: an event page, a whole booking, a ticket as PDF."""

import tempfile
from pathlib import Path

import psutil
from flask_migrate import upgrade

from ortenaudigital.bookings.commands import book as book_ticket
from ortenaudigital.bookings.links import booking_key
from ortenaudigital.factory import create_app
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.benchmarks.load import CLIENTS, HEADER, SECONDS, WORKERS, Operation, line, run_load
from tests.benchmarks.machine import cpu_of_servers, raw_commits
from tests.benchmarks.operations import book, get
from tests.conftest import make_config, new_postgresql_database
from tests.factories import booking_request, make_event_today
from tests.servers import environment, web_server
from tests.smtp import free_port


def measure_citizens() -> None:
    folder = Path(tempfile.mkdtemp())
    sqlite = f"sqlite:///{folder}/pages.sqlite3"
    for name, url in (("SQLite", sqlite), ("PostgreSQL", new_postgresql_database())):
        print(f"\n{name}, {WORKERS} web processes, {psutil.cpu_count()} cores, load beside them")
        print(f"raw commits a second, one connection: {raw_commits(url):.0f}")
        print(HEADER)
        _measure(url, folder)


def _measure(url: str, folder: Path) -> None:
    operations = _prepare(url, folder)
    port = free_port()
    env = environment(url, folder, BASE_URL=f"http://localhost:{port}", PAGE_CACHE_SECONDS="1")
    with web_server(port, env, WORKERS):
        for name, operation in operations.items():
            run_load(operation, port, 8, 1.0)
            for clients in CLIENTS:
                with cpu_of_servers() as used:
                    result = run_load(operation, port, clients, SECONDS)
                print(line(name, clients, result, used[0]), flush=True)


def _prepare(url: str, folder: Path) -> dict[str, Operation]:
    """Fill a database, and return what is to be measured on it."""
    app = create_app(make_config(url, folder))
    with app.app_context():
        upgrade()
        event = make_event_today(quota=1_000_000)
        with transaction():
            key = booking_key(book_ticket(event.slug, booking_request(), utc_now()))
        slug = event.slug
        db.session.remove()
        db.engine.dispose()
    return {
        "no-op route": get("/healthz"),
        "event page": get(f"/{slug}/"),
        "whole booking": book(slug),
        "ticket PDF": get(f"/buchung/{key}/tickets.pdf"),
    }
