"""That the crowd of organisers' pages is as real ones are, and that its filters narrow a list."""

import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.audit.models import Entry
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.models import Admission
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.models import Letter
from tests.benchmarks.organisers.asked import FILTERS, HISTORY, LETTERS, pages
from tests.benchmarks.organisers.filled import enter, fill_office
from tests.benchmarks.organisers.measured import Taken, organisers_table, percentile

BOOKINGS = 500
_COUNT = re.compile(r"data-live-count>([^<]+)<")


@pytest.mark.one_database("what is filled in bulk is filled on both by make bench itself")
def test_every_list_of_the_benchmark_is_narrowed(app: Flask) -> None:
    hall = enter(app, fill_office(app, BOOKINGS, exhibitors=0), BOOKINGS)
    with app.app_context():
        for table, least in {Booking: 500, Letter: 500, Entry: 500, Ticket: 750}.items():
            assert (db.session.scalar(select(func.count()).select_from(table)) or 0) >= least
        taken = sum(each.taken for each in get_event(hall.slug).ticket_types)
        valid = select(func.count()).where(Ticket.cancelled_at.is_(None))
        assert taken == db.session.scalar(valid)
        assert db.session.scalar(select(func.count()).select_from(Admission)) > BOOKINGS / 2
    addresses = pages(hall)
    asked = {
        "bookings": FILTERS,
        "event_outbox": LETTERS,
        "event_history": HISTORY,
    }
    for page, queries in asked.items():
        whole = _told(hall.browser.get(addresses[page]).text)
        for name in queries:
            told = _told(hall.browser.get(addresses[f"{page}: {name}"]).text)
            assert told != whole, (page, name)


def _told(page: str) -> str:
    found = _COUNT.search(page)
    assert found, page
    return found.group(1)


def test_the_table_marks_what_misses_the_aim() -> None:
    times = [1.0] * 18 + [50.0, 150.0]
    assert percentile(times, 0.5) == 1.0
    assert percentile(times, 0.95) == 150.0
    taken = Taken(percentile(times, 0.5), percentile(times, 0.9), 150.0)
    table = organisers_table({"SQLite": {"overview": taken}, "PostgreSQL": {"overview": taken}})
    assert table.splitlines()[-1].split("|")[1:-1] == [
        " overview ",
        *(["       1.00 ", "       50.0 ", "         **150** "]),
        *(["           1.00 ", "           50.0 ", "             **150** "]),
    ]
