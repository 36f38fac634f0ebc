"""Keep the report of an event; inside the transaction of the caller."""

from datetime import datetime

from sqlalchemy import update

from ortenaudigital.audit.commands import record
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent
from ortenaudigital.reporting.council.models import SavedReport
from ortenaudigital.reporting.council.queries import shown_figures


def save_report(event: Event, now: datetime, actor: str) -> None:
    """Keep the figures of an event as they are now, in the place of those that were kept."""
    values = {"figures": shown_figures(event).model_dump(mode="json"), "saved_at": now}
    if not insert_if_absent(SavedReport, {"event_id": event.id, **values}):
        kept = update(SavedReport).where(SavedReport.event_id == event.id)
        db.session.execute(kept.values(**values))
    record("events.report_saved", f"event:{event.id}", actor, now, event_id=event.id)
