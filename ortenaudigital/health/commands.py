"""Look at what the shop needs. Each check returns what is wrong, in English and in a line, or None.

No check says a name, an address or a code: `/readyz` is public.
"""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import inspect, select, update
from sqlalchemy.exc import SQLAlchemyError

from ortenaudigital.audit.models import Entry
from ortenaudigital.health.models import Probe
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.db.migrations import newest_revisions, stored_revisions
from ortenaudigital.kernel.db.rows import insert_if_absent, row_count
from ortenaudigital.outbox.models import Letter
from ortenaudigital.queue.queries import oldest_due

Fault = str | None

TRIGRAM_INDEX = "ix_booking_search_words"
LEAST_FREE_BYTES = 200 * 1024 * 1024
# The clocks of two machines differ a little; a clock that was set back differs by more.
CLOCK_TOLERANCE = timedelta(minutes=2)
LONGEST_WAIT = timedelta(minutes=15)
# Each start of a web process gives a new sign.
SIGN_AGE = timedelta(days=7)


def check_database(now: datetime) -> Fault:
    """Write a row, as a booking would."""
    try:
        with transaction():
            written = update(Probe).where(Probe.id == 1).values(written_at=now)
            if row_count(db.session.execute(written)) == 0:
                insert_if_absent(Probe, {"id": 1, "written_at": now})
    except SQLAlchemyError as error:
        return str(error).splitlines()[0]
    return None


def check_migrations() -> Fault:
    """Compare the tables with what this version expects. Raises SQLAlchemyError."""
    stored = stored_revisions(db.session.connection())
    return None if stored == newest_revisions() else "run: flask --app wsgi db upgrade"


def note_on_search() -> Fault:
    """Say how organisers find bookings faster, where PostgreSQL has no index of trigrams."""
    if db.engine.dialect.name == "sqlite":
        return None
    try:
        found = inspect(db.engine).get_indexes("booking_search")
    except SQLAlchemyError:
        # Said by another check: no database, or a migration is missing.
        return None
    if any(index["name"] == TRIGRAM_INDEX for index in found):
        return None
    return (
        "PostgreSQL reads the names of all bookings for each search, for want of pg_trgm. "
        "Install it (Debian: postgresql-contrib), and let the owner of the database run: "
        f"CREATE EXTENSION pg_trgm; CREATE INDEX {TRIGRAM_INDEX} ON booking_search "
        "USING gin (words gin_trgm_ops);"
    )


def check_disk() -> Fault:
    """Look how much room is left where the shop writes."""
    config = current_app.config["CONFIG"]
    folders = {config.data_dir}
    if path := db.engine.url.database if db.engine.dialect.name == "sqlite" else None:
        folders.add(Path(path).absolute().parent)
    free = min(shutil.disk_usage(folder).free for folder in folders)
    if free >= LEAST_FREE_BYTES:
        return None
    return f"{free // 2**20} MB left, {LEAST_FREE_BYTES // 2**20} MB are the least: make room"


def check_clock(now: datetime) -> Fault:
    """Compare the clock with the newest moment that was stored. Raises SQLAlchemyError."""
    newest = db.session.scalar(select(Entry.at).order_by(Entry.id.desc()).limit(1))
    if newest is None or newest <= now + CLOCK_TOLERANCE:
        return None
    behind = (newest - now) // timedelta(minutes=1)
    return f"{behind} minutes behind what was stored before: set it right"


def check_letters(now: datetime) -> Fault:
    """Look how long a letter has been due. Raises SQLAlchemyError."""
    due_at = oldest_due(Letter, now)
    if due_at is None or now - due_at <= LONGEST_WAIT:
        return None
    late = (now - due_at) // timedelta(minutes=1)
    return f"due for {late} minutes: does the worker run, and reach the mail server?"


def _proxy_sign() -> Path:
    folder: Path = current_app.config["CONFIG"].data_dir
    return folder / "came-through-a-proxy"


def note_proxy() -> None:
    """Note that a request came through a proxy, in a file whose age says when."""
    _proxy_sign().touch()


def check_proxy(now: datetime) -> Fault:
    """Say whether requests come through a proxy that the configuration does not know."""
    sign = _proxy_sign()
    if current_app.config["CONFIG"].trusted_proxies or not sign.exists():
        return None
    if now.timestamp() - sign.stat().st_mtime > SIGN_AGE.total_seconds():
        return None
    return "requests come through one: set TRUSTED_PROXIES=1, else all visitors count as one"
