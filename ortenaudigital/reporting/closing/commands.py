"""Tick what is done, and tell the team; inside the transaction of the caller."""

from datetime import datetime

from sqlalchemy import delete

from ortenaudigital.audit.commands import record
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent, row_count
from ortenaudigital.outbox.commands import About, enqueue
from ortenaudigital.reporting.closing.letters import CLOSING
from ortenaudigital.reporting.closing.models import ClosingNotice, ClosingTick
from ortenaudigital.reporting.closing.queries import list_untold
from ortenaudigital.reporting.closing.rules import Step
from ortenaudigital.reporting.council.commands import save_report
from ortenaudigital.reporting.council.queries import find_saved

WORKER = "worker"


def tick(event: Event, step: Step, now: datetime, actor: str) -> None:
    """Note that a thing is done; doing it again changes nothing."""
    values = {"event_id": event.id, "step": step, "done_at": now}
    if insert_if_absent(ClosingTick, values):
        record(
            "events.closing_ticked",
            f"event:{event.id}",
            actor,
            now,
            event_id=event.id,
            step=step.value,
        )


def untick(event: Event, step: Step, now: datetime, actor: str) -> None:
    """Note that a thing is not done after all."""
    which = (ClosingTick.event_id == event.id, ClosingTick.step == step)
    if row_count(db.session.execute(delete(ClosingTick).where(*which))):
        record(
            "events.closing_unticked",
            f"event:{event.id}",
            actor,
            now,
            event_id=event.id,
            step=step.value,
        )


def tell_team(event: Event, now: datetime) -> int:
    """Write to who may change an event that its people are forgotten soon; return to how many.

    Each is told once. Nothing that only people's answers say is lost: the report is kept by itself
    if nobody has done it since the event was over.
    """
    saved = find_saved(event.id)
    if saved is None or saved.saved_at < event.last_day.closes_at:
        save_report(event, now, WORKER)
    written = 0
    for user in list_untold(event):
        values = {"event_id": event.id, "user_id": user.id}
        if insert_if_absent(ClosingNotice, values):
            notice = db.session.query(ClosingNotice).filter_by(**values).one()
            about = About(notice.id, event.title, event.id)
            written += enqueue(CLOSING, about, now)
    return written
