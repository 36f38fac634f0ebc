"""Keep the report of an event, and beyond it; inside the transaction of the caller."""

from datetime import datetime

from sqlalchemy import update

from ortenaudigital.audit.commands import record
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent
from ortenaudigital.reporting.council.models import KeptReport, SavedReport
from ortenaudigital.reporting.council.queries import find_kept, find_saved, shown_figures


def save_report(event: Event, now: datetime, actor: str) -> None:
    """Keep the figures of an event as they are now, in the place of those that were kept."""
    values = {"figures": shown_figures(event).model_dump(mode="json"), "saved_at": now}
    if not insert_if_absent(SavedReport, {"event_id": event.id, **values}):
        kept = update(SavedReport).where(SavedReport.event_id == event.id)
        db.session.execute(kept.values(**values))
    record("events.report_saved", f"event:{event.id}", actor, now, event_id=event.id)


def keep_for_good(event_id: int, erasure_id: int, now: datetime) -> bool:
    """Keep the figures of an event that is being erased; say whether they were not kept before.

    Those that were saved after its end, else those of now. Of what never took place nothing is
    kept but what somebody saved.
    """
    event = db.session.get(Event, event_id)
    if event is None or not event.days or find_kept(erasure_id) is not None:
        return False
    saved, ended = find_saved(event_id), now >= event.last_day.closes_at
    if saved is not None and (saved.saved_at >= event.last_day.closes_at or not ended):
        figures, saved_at = saved.figures, saved.saved_at
    else:
        counted, saved_at = shown_figures(event), now
        if not ended or not (counted.booked or counted.came or counted.exhibitors):
            return False
        figures = counted.model_dump(mode="json")
    values = {"timezone": event.timezone, "figures": figures, "saved_at": saved_at}
    return insert_if_absent(KeptReport, {"erasure_id": erasure_id, **values})
