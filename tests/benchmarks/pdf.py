"""Measure what tickets as PDF cost in process: `make bench PARTS=pdf`."""

import gc
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

from flask import Flask
from flask_babel import force_locale
from flask_migrate import upgrade

from ortenaudigital.adapters.pdf.masters import master_of
from ortenaudigital.bookings.documents import tickets_pdf
from ortenaudigital.bookings.models import Booking
from ortenaudigital.factory import create_app
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.benchmarks.frame.settings import Settings
from tests.benchmarks.frame.table import NOOP, Row, against_noop, table
from tests.conftest import make_config
from tests.factories import make_booking, make_event_today

ROUNDS = 15
BATCH = 200
DATABASE = "SQLite"


def measure_pdf(settings: Settings) -> str:
    """Return the table of single tickets, groups and batches; figures are those of a ticket."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, _house(Path(folder)) as app:
        bookings = _bookings()
        return table(
            against_noop([row for row in _rows(app, *bookings) if settings.wants(row.work)])
        )


@contextmanager
def _house(folder: Path) -> Iterator[Flask]:
    app = create_app(make_config(f"sqlite:///{folder}/pdf.sqlite3", folder))
    with app.app_context(), app.test_request_context():
        upgrade()
        yield app
        db.engine.dispose()


def _bookings() -> tuple[list[Booking], Booking, Booking]:
    event, now = make_event_today(quota=10 * BATCH), utc_now()
    with transaction():
        # More than a file may give: what a document would cost if a group were as large.
        event.ticket_types[0].max_per_booking = BATCH
    singles = [make_booking(event, now, last_name=f"Müller-{n}") for n in range(BATCH)]
    five, group = (
        make_booking(event, now, number=n, companions=tuple(f"Gast {k}" for k in range(1, n)))
        for n in (5, BATCH)
    )
    return singles, five, group


def _rows(app: Flask, singles: Sequence[Booking], five: Booking, group: Booking) -> Iterator[Row]:
    client = app.test_client()
    waiting = cycle(singles)

    def batch() -> None:
        for booking in singles:
            _make(booking)

    yield _row(NOOP, lambda: client.get("/healthz"), rounds=50 * ROUNDS)
    yield _row("PDF of a kind's first ticket", lambda: _make_anew(next(waiting)))
    yield _row("PDF of one ticket", lambda: _make(next(waiting)))
    yield _row("PDF of five tickets", lambda: _make(five), units=5)
    yield _row(f"{BATCH} PDFs of one ticket, each", batch, units=BATCH, rounds=2)
    yield _row(f"PDF of {BATCH} tickets, each", lambda: _make(group), units=BATCH, rounds=5)


def _make(booking: Booking) -> None:
    with force_locale(booking.language):
        tickets_pdf(booking)


def _make_anew(booking: Booking) -> None:
    master_of.cache_clear()
    _make(booking)


def _row(work: str, ask: Callable[[], object], units: int = 1, rounds: int = ROUNDS) -> Row:
    ask()
    gc.collect()
    walls, cpu = [], time.process_time()
    for _ in range(rounds):
        started = time.perf_counter()
        ask()
        walls.append(1000 * (time.perf_counter() - started) / units)
    cpu = 1000 * (time.process_time() - cpu) / (rounds * units)
    middle = statistics.median(walls)
    late = statistics.quantiles(walls, n=20)[-1] if rounds > 1 else middle
    return Row(work, DATABASE, None, 1000 / middle, middle, late, cpu)
