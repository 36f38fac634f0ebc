"""Measure what a page costs at 200,000 tickets: CPU of the app and the database, and statements.

The table in docs/benchmarks.md is made of it.
"""

import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from ortenaudigital.events.queries import get_event
from ortenaudigital.factory import create_app
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from tests.benchmarks.crowd import fill, id_of, reference_of
from tests.benchmarks.frame.settings import Settings
from tests.benchmarks.frame.table import markdown
from tests.benchmarks.frame.told import tell
from tests.benchmarks.traces import let_in, write_letters
from tests.conftest import make_config, new_postgresql_database
from tests.factories import PASSWORD, make_device, make_exhibitor, make_organiser
from tests.statements import counted
from tests.web.cast import Stage, address, make_stage, routes
from tests.web.forms import submit

TICKETS, ADMISSIONS, EXHIBITORS, DEVICES = 200_000, 150_000, 300, 40
HEADS = ("page", "SQLite, CPU ms", "PostgreSQL, CPU ms", "statements", "KB")
ROUNDS = 7
BUDGET_MS = 60
QUOTA = 1_000_000
# What is made of one booking, and two lists of all tickets: those of a phone, and those on paper.
NO_PAGES = {
    *("public.booking_pdf", "public.ticket_qr", "security.login"),
    *("door.door_list", "organiser.paper"),
}
SEARCHES = {
    "search: name": "q=müller",
    "search: three letters": "q=bür",
    "search: two letters": "q=mü",
    "search: one letter": "q=e",
    "search: two words": "q=claire schneider",
    "search: address": "q=199998@example",
    "search: nobody": "q=zzyzx",
    "search: cancelled": "q=müller&status=cancelled",
}


@dataclass(frozen=True)
class Cost:
    """What one request of a page costs: milliseconds of CPU, statements, bytes, and its status."""

    cpu: float
    statements: int
    size: int
    status: int


def measure_pages(_: Settings) -> str:
    """Measure all pages at a large event, one request after the other."""
    folder = Path(tempfile.mkdtemp())
    sqlite = f"sqlite:///{folder}/pages.sqlite3"
    results = {
        "SQLite": _measure(sqlite, folder),
        "PostgreSQL": _measure(new_postgresql_database(), folder),
    }
    lines = []
    for name, one in results["SQLite"].items():
        other = results["PostgreSQL"][name]
        statements = f"{one.statements}"
        if other.statements != one.statements:
            statements += f", {other.statements}"
        costs = [_marked(one.cpu), _marked(other.cpu)]
        lines.append([name, *costs, statements, f"{one.size / 1024:.0f}"])
    return markdown(HEADS, lines, texts=1)


def _marked(cpu: float) -> str:
    return f"{cpu:.1f}" if cpu <= BUDGET_MS else f"**{cpu:.1f}**"


def _measure(database_url: str, folder: Path) -> dict[str, Cost]:
    app = create_app(make_config(database_url, folder))
    with app.app_context():
        upgrade()
    stage = make_stage(app, quota=QUOTA)
    with app.app_context():
        stage = _fill(stage)
        email = make_organiser("bench@example.org").email
        db.session.remove()
    browser = app.test_client()
    submit(browser, "/orga/anmelden", email=email, password=PASSWORD)
    headers = {"Authorization": f"Bearer {stage.token}"}
    found = {}
    for name, url in _addresses(app, stage).items():
        found[name] = cost = _cost(app, browser, url, headers)
        tell(f"{name:32}{cost.cpu:8.1f} ms {cost.statements:4} {cost.status}")
    with app.app_context():
        db.engine.dispose()
    return found


def _fill(stage: Stage) -> Stage:
    """Fill the event of the stage, and look at a booking of the crowd instead of its first."""
    event = get_event(stage.values["slug"])
    # What has been made by hand has the first numbers.
    devices = [
        make_device(event, f"Eingang {number}", now=utc_now())[0] for number in range(DEVICES)
    ]
    for number in range(EXHIBITORS):
        make_exhibitor(event, name=f"Firma {number}")
    fill(event, TICKETS)
    write_letters(event, TICKETS)
    let_in(event, devices, ADMISSIONS)
    _settle(db.engine)
    return replace(stage, values=stage.values | {"booking_id": str(id_of(b"booking", 0))})


def _settle(engine: sa.Engine) -> None:
    if engine.dialect.name == "sqlite":
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # PostgreSQL does it by itself, a minute later.
        connection.execute(sa.text("VACUUM ANALYZE"))
        # Whatever helps is gone before its time can be read.
        name = engine.url.database
        connection.execute(
            sa.text(f'ALTER DATABASE "{name}" SET max_parallel_workers_per_gather = 0')
        )
    engine.dispose()


def _addresses(app: Flask, stage: Stage) -> dict[str, str]:
    found = {
        rule.endpoint: address(app, rule, stage)
        for rule, method in sorted(routes(app), key=lambda each: each[0].endpoint)
        if method == "GET" and rule.endpoint not in NO_PAGES and rule.endpoint != "static"
    }
    bookings = found["organiser.bookings"]
    found |= {name: f"{bookings}?{query}" for name, query in SEARCHES.items()}
    found["search: reference"] = f"{bookings}?q={reference_of(TICKETS // 2)}"
    found["bookings, page 3,000"] = f"{bookings}?nach={id_of(b'booking', TICKETS - 150_000)}"
    letters = found["organiser.letters"]
    found["letters, page 3,000"] = f"{letters}?nach=25000"
    found["letters, sent"] = f"{letters}?status=sent"
    found["letters: name"] = f"{letters}?q=müller"
    found["exhibitors: name"] = f"{found['organiser.exhibitors']}?q=firma"
    return found


def _cost(app: Flask, browser: FlaskClient, url: str, headers: dict[str, str]) -> Cost:
    with app.app_context():
        engine = db.engine
        pids = _backends(engine)
    times = []
    for _ in range(ROUNDS):
        with counted(engine) as statements:
            before = _cpu_seconds(pids)
            answer = browser.get(url, headers=headers)
            times.append(_cpu_seconds(pids) - before)
    # The first ones compile statements and templates.
    cpu = 1000 * statistics.median(times[2:])
    return Cost(cpu, statements[0], len(answer.data), answer.status_code)


def _cpu_seconds(pids: Sequence[int]) -> float:
    """Return the CPU time of this process, and of those of the database that serve it."""
    # In nanoseconds: what psutil reads goes by hundredths of a second.
    served = (int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for pid in pids)
    return time.process_time() + sum(served) / 1e9


def _backends(engine: sa.Engine) -> list[int]:
    if engine.dialect.name == "sqlite":
        return []
    with engine.connect() as connection:
        # The pool has but this one: whoever measures asks for one page after the other.
        return list(connection.scalars(sa.text("SELECT pg_backend_pid()")))
