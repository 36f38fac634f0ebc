"""Events of different sizes, each in a database of its own with all that a crowd leaves behind."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import delete, select, update
from werkzeug.test import TestResponse

from ortenaudigital.checkin.models import Admission, Scan
from ortenaudigital.events.models import Event, Quota
from ortenaudigital.events.queries import get_event
from ortenaudigital.factory import create_app
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.benchmarks.crowd import code_of, fill, id_of
from tests.benchmarks.frame.told import tell
from tests.benchmarks.machine import cpu_seconds
from tests.benchmarks.traces import let_in, write_letters
from tests.conftest import make_config
from tests.factories import PASSWORD, make_device, make_event_today, make_exhibitor, make_organiser
from tests.web.cast import Stage, make_stage
from tests.web.forms import submit

ADMITTED, EXHIBITORS, DEVICES = 0.75, 100, 10
BATCH = 100
OTHERS, TICKETS_OF_OTHERS = 50, 2_000
# More than a file may give, and than any crowd takes.
QUOTA = 100_000_000
FIRST_OF_OTHERS = 10_000_000


@dataclass(frozen=True)
class Size:
    """How large an event is, and how many others are in its database."""

    tickets: int
    others: int = 0

    @property
    def title(self) -> str:
        return f"{self.tickets:,}" + f" beside {self.others} others" * bool(self.others)


@dataclass
class Hall:
    """An app with an event of some size, who uses it, and the codes of tickets that do not come."""

    size: Size
    app: Flask
    stage: Stage
    browser: FlaskClient
    codes: Sequence[str]
    backends: list[int]
    ticket_type: str
    pages: dict[str, str] = field(default_factory=dict)
    cursor: str = ""

    @property
    def slug(self) -> str:
        return self.stage.values["slug"]

    @property
    def phone(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.stage.token}"}

    def open_doors(self) -> None:
        """Forget what the phone of the stage has scanned, so that the same codes are new again."""
        own = select(Scan.scan_id).where(
            Scan.device_id == int(self.stage.values["device_id"]), Scan.ticket_id.is_not(None)
        )
        with self.app.app_context(), transaction():
            db.session.execute(delete(Admission).where(Admission.scan_id.in_(own)))
            db.session.execute(delete(Scan).where(Scan.scan_id.in_(own)))

    def cpu_of(self, ask: Callable[[], TestResponse]) -> float:
        """Return the milliseconds of CPU that an answer takes, of the app and its database."""
        before = time.process_time() + cpu_seconds(self.backends)
        answer = ask()
        taken = time.process_time() + cpu_seconds(self.backends) - before
        assert answer.status_code < 400, (answer.request.path, answer.status)
        return 1000 * taken


def open_hall(size: Size, database_url: str, folder: Path) -> Hall:
    """Fill an empty database; the app keeps one connection to it."""
    app = create_app(make_config(database_url, folder))
    with app.app_context():
        upgrade()
    stage = make_stage(app, quota=1_000)
    started = time.monotonic()
    with app.app_context():
        stage = _fill(stage, size)
        email = make_organiser("bench@example.org").email
        db.session.remove()
        backends = backends_of(db.engine)
        kind = get_event(stage.values["slug"]).ticket_types[0].slug
        db.session.remove()
    tell(f"{size.title} tickets, filled in {time.monotonic() - started:.0f} s")
    browser = app.test_client()
    submit(browser, "/orga/anmelden", email=email, password=PASSWORD)
    codes = [code_of(size.tickets - 1 - number) for number in range(BATCH)]
    return Hall(size, app, stage, browser, codes, backends, kind)


def close_hall(hall: Hall) -> None:
    with hall.app.app_context():
        db.engine.dispose()


def _fill(stage: Stage, size: Size) -> Stage:
    event = get_event(stage.values["slug"])
    now = utc_now()
    # What has been made by hand has the first numbers.
    devices = [make_device(event, f"Eingang {n}", now=now)[0] for n in range(DEVICES)]
    for number in range(EXHIBITORS):
        make_exhibitor(event, name=f"Firma {number}")
    _make_room(event)
    fill(event, size.tickets)
    write_letters(event, size.tickets)
    let_in(event, devices, int(size.tickets * ADMITTED))
    for number in range(size.others):
        _make_other(number)
    settle(db.engine)
    # A booking of the crowd is one of many; the first was alone when it was made.
    return replace(stage, values=stage.values | {"booking_id": str(id_of(b"booking", 0))})


def _make_room(event: Event) -> None:
    with db.engine.begin() as connection:
        quota = event.ticket_types[0].quota_id
        connection.execute(update(Quota).where(Quota.id == quota).values(size=QUOTA))


def _make_other(number: int) -> None:
    event = make_event_today(slug=f"andere-{number}")
    _make_room(event)
    fill(event, TICKETS_OF_OTHERS, first=FIRST_OF_OTHERS + number * TICKETS_OF_OTHERS)


def settle(engine: sa.Engine) -> None:
    """Have PostgreSQL tidy up what was written in bulk, and work by one process a question."""
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


def backends_of(engine: sa.Engine) -> list[int]:
    """Return the processes of the database that serve an engine; none for SQLite."""
    if engine.dialect.name == "sqlite":
        return []
    with engine.connect() as connection:
        # The pool has but this one: whoever measures asks for one page after the other.
        return list(connection.scalars(sa.text("SELECT pg_backend_pid()")))


def middle(times: list[float]) -> float:
    """Return the median without the first two, in which statements and templates are compiled."""
    return statistics.median(times[2:])
