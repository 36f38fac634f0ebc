"""Measure in the process of a checkout what nobody has to ask over HTTP, whichever commit it is of.

Read from standard input by that checkout's own Python, in its folder, as prepare.py is. Takes and
prints JSON: for each work the seconds of CPU and of wall time that each round took, and how many
things a round did.
"""

import gc
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from ortenaudigital.bookings.documents import tickets_pdf
from ortenaudigital.bookings.models import Booking
from ortenaudigital.events.queries import get_event
from ortenaudigital.factory import create_app
from tests.benchmarks.crowd import code_of, fill
from tests.conftest import make_config
from tests.factories import make_booking, make_device, make_event_today

NOOP = "no-op route"
ROUNDS, WARM_UP = int(os.environ.get("REPEATS", "20")), 3
# More than are scanned in all rounds, each once.
QUOTA, CROWD = 1_000_000, 600 * ROUNDS
TEN, BATCH, DOCUMENTS = 10, 100, 200

Round = Callable[[], object]


def _database() -> Any:
    folder = "ortenaudigital.kernel" if find_spec("ortenaudigital.kernel") else "ortenaudigital"
    return import_module(f"{folder}.db").db


db = _database()


def measure(
    database_url: str, folder: str, works: list[str], layers: list[str] | None = None
) -> dict[str, Any]:
    """Measure the no-op route and works in whose names one of `works` stands; without any, all.

    `layers`: and of what "scans" and "bookings" are made, which only this checkout can say.
    """
    # As in production, where phones and guests are told what a second ago was true.
    app = create_app(make_config(database_url, Path(folder), page_cache_seconds=1.0))
    with app.app_context():
        upgrade()
        event = make_event_today(quota=QUOTA)
        slug, (_, token) = event.slug, make_device(event, now=datetime.now(UTC))
        fill(event, CROWD)
        db.session.remove()
    clock = _Clock(app)
    gc.collect()
    # What stands does not have to be looked through again and again.
    gc.freeze()
    client, codes = app.test_client(), map(code_of, count())
    ways = {
        NOOP: lambda: clock.rounds(lambda: [client.get("/healthz") for _ in range(TEN)], TEN),
        "scan, one a request": lambda: clock.rounds(lambda: _scan(client, token, codes, 1)),
        f"scan, {BATCH} a request": lambda: clock.rounds(
            lambda: _scan(client, token, codes, BATCH), BATCH
        ),
    }
    if database_url.startswith("sqlite"):
        ways |= _documents(clock, slug)
    chosen = [name for name in ways if not works or name == NOOP or any(w in name for w in works)]
    with app.test_request_context():
        found = {name: ways[name]() for name in chosen}
        if "scans" in (layers or []):
            scans = import_module("tests.benchmarks.made_of.scans")
            found |= scans.measure_scans(clock.rounds, token, codes)
        if "bookings" in (layers or []):
            bookings = import_module("tests.benchmarks.made_of.bookings")
            found |= bookings.measure_bookings(clock.rounds, client, slug)
    return found


def _documents(clock: "_Clock", slug: str) -> dict[str, Callable[[], dict[str, Any]]]:
    def one() -> dict[str, Any]:
        first = iter(_book(slug, ROUNDS))
        return clock.rounds(lambda: _document(next(first)))

    def many() -> dict[str, Any]:
        bookings = _book(slug, DOCUMENTS)
        return clock.once(lambda: [_document(each) for each in bookings], DOCUMENTS)

    return {"ticket PDF": one, f"{DOCUMENTS} ticket PDFs": many}


def _book(slug: str, number: int) -> list[Any]:
    event, now = get_event(slug), datetime.now(UTC)
    return [make_booking(event, now).id for _ in range(number)]


def _document(booking_id: Any) -> int:
    return len(tickets_pdf(db.session.get(Booking, booking_id)))


def _scan(client: Any, token: str, codes: Iterator[str], number: int) -> None:
    at = datetime.now(UTC).isoformat()
    scans = [
        {"scan_id": str(uuid4()), "code": next(codes), "scanned_at": at, "verdict": "welcome"}
        for _ in range(number)
    ]
    headers = {"Authorization": f"Bearer {token}"}
    answer = client.post("/einlass/api/scans", json={"scans": scans}, headers=headers)
    assert answer.status_code == 200, answer.text


class _Clock:
    """Reads the CPU of this process and of the database's that serves it."""

    def __init__(self, app: Flask) -> None:
        self.backend = ""
        with app.app_context():
            if db.engine.dialect.name == "postgresql":
                with db.engine.connect() as connection:
                    # The pool has but this one: one thing is asked after the other.
                    pid = connection.scalar(sa.text("SELECT pg_backend_pid()"))
                self.backend = f"/proc/{pid}/schedstat"

    def rounds(self, ask: Round, units: int = 1) -> dict[str, Any]:
        """Repeat something; `units` is how much a round does."""
        taken = [self._one(ask) for _ in range(ROUNDS)][min(WARM_UP, ROUNDS - 1) :]
        return {"cpu": [a for a, _ in taken], "wall": [b for _, b in taken], "units": units}

    def once(self, ask: Round, units: int) -> dict[str, Any]:
        """Do something large once."""
        cpu, wall = self._one(ask)
        return {"cpu": [cpu], "wall": [wall], "units": units}

    def _one(self, ask: Round) -> tuple[float, float]:
        cpu, wall = self._cpu(), time.perf_counter()
        ask()
        return self._cpu() - cpu, time.perf_counter() - wall

    def _cpu(self) -> float:
        served = int(Path(self.backend).read_text().split()[0]) / 1e9 if self.backend else 0.0
        return time.process_time() + served


if __name__ == "__main__":
    print(json.dumps(measure(**json.loads(sys.argv[1]))))
