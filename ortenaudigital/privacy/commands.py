"""Keep the promise of the privacy notice: 28 days after their last day nobody is named any more.

Each function runs inside one transaction of its caller. Figures stay: who booked is forgotten, how
many came is not.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import ColumnElement, case, delete, exists, select, update

from ortenaudigital.audit.commands import record
from ortenaudigital.audit.models import Entry
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.models import Device, Scan
from ortenaudigital.events.commands import next_revisions
from ortenaudigital.events.models import Day
from ortenaudigital.fair.models import Assignment, Exhibitor
from ortenaudigital.fair.rules import State
from ortenaudigital.jobs.commands import delete_jobs_of
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.models import Letter
from ortenaudigital.privacy.columns import NO_CONTACT, NO_ENTRY, NOBODY, ROLES
from ortenaudigital.privacy.models import Erasure
from ortenaudigital.privacy.queries import (
    announced_until,
    count_due,
    due_bookings,
    due_devices,
    due_entries,
    due_exhibitors,
    due_reasons,
    next_erasure,
)
from ortenaudigital.privacy.rules import NOTICE, is_ripe

# One transaction for all would keep the door waiting.
AT_ONCE = 500


def announce(now: datetime) -> Erasure | None:
    """Write down what will be due in a day, unless that is announced already."""
    until, known = now + NOTICE, announced_until()
    due = count_due(until)
    if not any(due) or (known is not None and count_due(known) == due):
        return None
    bookings, exhibitors, other = due
    numbers = {"bookings": bookings, "exhibitors": exhibitors, "other": other}
    erasure = Erasure(announced_at=now, due_until=until, **numbers)
    db.session.add(erasure)
    record("privacy.announced", "privacy", "worker", now, **numbers)
    return erasure


def withdraw(now: datetime, actor: str) -> None:
    """Take back what was announced and not carried out; it will be announced anew."""
    db.session.execute(delete(Erasure).where(Erasure.done_at.is_(None)))
    record("privacy.withdrawn", "privacy", actor, now)


def carry_out(now: datetime) -> bool:
    """Erase a part of what was announced a day ago; False if nothing is left to be done now."""
    erasure = next_erasure()
    if erasure is None or not is_ripe(now, erasure.announced_at, erasure.due_until):
        return False
    if not erase_some(erasure.due_until, now):
        erasure.done_at = now
        record("privacy.erased", "privacy", "worker", now, erasure=erasure.id)
    return True


def erase_some(until: datetime, now: datetime) -> bool:
    """Erase some of what was due by a moment; False if there is nothing of it."""
    bookings = db.session.scalars(due_bookings(until).limit(AT_ONCE)).all()
    exhibitors = db.session.scalars(due_exhibitors(until).limit(AT_ONCE)).all()
    devices = db.session.scalars(due_devices(until).limit(AT_ONCE)).all()
    reasons = db.session.scalars(due_reasons(until).limit(AT_ONCE)).all()
    entries = db.session.scalars(due_entries(until).limit(AT_ONCE)).all()
    if not (bookings or exhibitors or devices or reasons or entries):
        return False
    _erase_bookings(bookings, now)
    _erase_exhibitors(exhibitors, now)
    for device_id in devices:
        renamed = update(Device).where(Device.id == device_id).values(name=f"#{device_id}")
        db.session.execute(renamed)
    db.session.execute(update(Scan).where(Scan.id.in_(reasons)).values(reason=""))
    _forget_actors(Entry.subject.in_([*map(str, bookings), *map(str, exhibitors)]))
    _forget_actors(Entry.id.in_(entries))
    return True


def _erase_bookings(ids: Sequence[UUID], now: datetime) -> None:
    _tell_phones(ids, now)
    # What was made out of them names them as well.
    for event_id in db.session.scalars(
        select(Booking.event_id).where(Booking.id.in_(ids)).distinct()
    ):
        delete_jobs_of(f"event:{event_id}")
    db.session.execute(update(Ticket).where(Ticket.booking_id.in_(ids)).values(name=""))
    values = {**NOBODY, "erased_at": now}
    db.session.execute(update(Booking).where(Booking.id.in_(ids)).values(values))
    # Mail servers repeat the address when they refuse a letter.
    about = Letter.subject_id.in_([str(each) for each in ids])
    db.session.execute(update(Letter).where(about).values(last_error=None))


def _tell_phones(ids: Sequence[UUID], now: datetime) -> None:
    """Let phones learn that names are gone, while their event goes on for others."""
    goes_on = exists().where(Day.event_id == Booking.event_id, Day.closes_at > now)
    query = (
        select(Ticket.ticket_type_id, Ticket.id)
        .join(Booking, Booking.id == Ticket.booking_id)
        .where(Booking.id.in_(ids), goes_on)
        .order_by(Ticket.ticket_type_id, Ticket.id)
    )
    rows = db.session.execute(query).all()
    for type_id, group in groupby(rows, key=lambda row: row.ticket_type_id):
        tickets = [row.id for row in group]
        for ticket_id, revision in zip(tickets, next_revisions(type_id, len(tickets)), strict=True):
            marked = update(Ticket).where(Ticket.id == ticket_id).values(revision=revision)
            db.session.execute(marked)


def _erase_exhibitors(ids: Sequence[UUID], now: datetime) -> None:
    chosen = Exhibitor.id.in_(ids)
    unpublished = update(Exhibitor).where(chosen, Exhibitor.state != State.ACCEPTED)
    db.session.execute(unpublished.values(NO_ENTRY))
    db.session.execute(update(Exhibitor).where(chosen).values({**NO_CONTACT, "erased_at": now}))
    about = Letter.subject_id.in_([str(each) for each in ids])
    db.session.execute(update(Letter).where(about).values(label="", last_error=None))
    theirs = update(Assignment).where(Assignment.exhibitor_id.in_(ids))
    db.session.execute(theirs.values(assigned_by="organiser"))


def _forget_actors(which: ColumnElement[bool]) -> None:
    role = case((Entry.actor.contains("@"), "organiser"), else_="device")
    theirs = update(Entry).where(which, Entry.actor.not_in(ROLES))
    db.session.execute(theirs.values(actor=role))
