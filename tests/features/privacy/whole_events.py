"""An event with a row in each table that belongs to one, and two owners who decide about it."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import Boolean, Column, Enum, Integer, LargeBinary, Table, Uuid, insert, select
from sqlalchemy.types import JSON, Date, DateTime

from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.db.event_rows import EventRows
from ortenaudigital.kernel.db.moments import UtcDateTime
from ortenaudigital.pictures.models import Picture
from ortenaudigital.privacy.whole_event.commands import Owner, ask, confirm
from ortenaudigital.reporting.council.commands import save_report
from tests.factories import make_organiser
from tests.features.privacy.promise import move
from tests.web.cast import make_stage

# Its days are over by then.
DAYS_AGO = 30
# May be empty, but not together with others.
ALSO = {"mailing_recipient.exhibitor_id"}
REASON = "Die Veranstaltung war ein Versuch."


def make_full_event(app: Flask, **changes: Any) -> Event:
    """Make an event that is over, with one of everything."""
    slug = make_stage(app, **changes).values["slug"]
    # It was made in a session of its own.
    db.session.rollback()
    event = get_event(slug)
    move(event, -DAYS_AGO)
    with transaction():
        save_report(event, utc_now(), "test")
        event.picture_id = db.session.scalars(select(Picture.id)).first()
        db.session.flush()
        for table in reversed(EventRows(event.id).tables):
            if not EventRows(event.id).count([table.name])[table.name]:
                db.session.execute(insert(table).values(_row(table, event.id)))
    return get_event(slug)


def _row(table: Table, event_id: int) -> dict[str, Any]:
    return {column.name: _value(column, event_id) for column in table.columns if _is_needed(column)}


def _is_needed(column: Column[Any]) -> bool:
    numbered = column.table.autoincrement_column is column
    extra = str(column) in ALSO or column.name == "event_id"
    return extra or not (column.nullable or numbered or column.default)


def _value(column: Column[Any], event_id: int) -> Any:
    for key in column.foreign_keys:
        target = key.column
        if target.table.name in {each.name for each in EventRows(event_id).tables}:
            return db.session.scalar(EventRows(event_id).select(target).limit(1))
        return db.session.scalar(select(target).order_by(target).limit(1))
    return _plain(column)


def _plain(column: Column[Any]) -> Any:
    words: Any = column.type
    kinds: list[tuple[Any, Any]] = [
        (Enum, lambda: words.enums[0]),
        (Boolean, lambda: False),
        (Integer, lambda: 1),
        ((DateTime, UtcDateTime), utc_now),
        (Date, lambda: date(2027, 10, 1)),
        (LargeBinary, lambda: uuid4().bytes * 2),
        (JSON, dict),
        (Uuid, uuid4),
    ]
    make = next((make for kind, make in kinds if isinstance(column.type, kind)), lambda: "x")
    return make()


def two_owners() -> tuple[Owner, Owner]:
    """Make two accounts that have the lead of the house since ever."""
    owners = (make_organiser(f"{name}@example.org") for name in ("olga", "otto"))
    one, two = (Owner(each.id, each.email) for each in owners)
    return one, two


def decide(event: Event, now: datetime | None = None) -> int:
    """Have one owner ask to erase an event, and another confirm it."""
    one, two = two_owners()
    now = now or utc_now()
    with transaction():
        erasure_id = ask(event.id, one, REASON, now).id
        confirm(erasure_id, two, now)
    return erasure_id
