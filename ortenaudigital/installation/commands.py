"""Know the ticket key that belongs to this database, and refuse another one."""

import hmac
from datetime import datetime

from flask import current_app
from sqlalchemy import func, or_, select, update

from ortenaudigital.audit.commands import record
from ortenaudigital.audit.models import Entry
from ortenaudigital.audit.rules import from_to
from ortenaudigital.installation.errors import WrongTicketKey
from ortenaudigital.installation.models import ONLY, Installation
from ortenaudigital.kernel.codes import check_value
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent


def _own_check() -> bytes:
    return check_value(str(current_app.config["TICKET_KEY"]))


def check_key() -> None:
    """Compare the ticket key with that of the database. Raises WrongTicketKey.

    A database that knows none yet takes any: `note_key` is the first to write it.
    """
    stored = db.session.get(Installation, ONLY, populate_existing=True)
    if stored is not None and not hmac.compare_digest(stored.key_check, _own_check()):
        raise WrongTicketKey()


def knows_key() -> bool:
    """Say whether the database knows its key."""
    return db.session.get(Installation, ONLY) is not None


def note_key(now: datetime) -> None:
    """Write down the key of this database if none is, else compare. Raises WrongTicketKey."""
    values = {"id": ONLY, "key_check": _own_check(), "key_noted_at": now}
    if not insert_if_absent(Installation, values):
        check_key()


def accept_key(now: datetime, actor: str) -> None:
    """Make the present ticket key the one of this database from now on."""
    note = {"key_check": _own_check(), "key_noted_at": now}
    insert_if_absent(Installation, {"id": ONLY, **note})
    db.session.execute(update(Installation).where(Installation.id == ONLY).values(note))
    record("installation.key_accepted", "installation", actor, now)


def newest_moment() -> datetime | None:
    """Return the newest moment that was believed, else the newest that something happened at."""
    believed = db.session.scalar(select(Installation.clock_at).where(Installation.id == ONLY))
    return believed or db.session.scalar(select(func.max(Entry.at)))


def advance_clock(now: datetime) -> None:
    """Note how far time has come; it never goes back by itself. Raises WrongTicketKey."""
    note_key(now)
    older = or_(Installation.clock_at.is_(None), Installation.clock_at < now)
    db.session.execute(update(Installation).where(older).values(clock_at=now))


def accept_clock(now: datetime, actor: str) -> None:
    """Believe the clock as it is, forwards or backwards. Raises WrongTicketKey."""
    note_key(now)
    known = db.session.scalar(select(Installation.clock_at).where(Installation.id == ONLY))
    db.session.execute(update(Installation).values(clock_at=now))
    values = from_to({"clock": known}, {"clock": now})
    record("installation.clock_accepted", "installation", actor, now, **values)
