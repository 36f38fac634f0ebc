"""Which personal data requests to erase an event hold: what owners wrote why."""

from datetime import datetime

from sqlalchemy import Select, func, or_, select, update

from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import row_count
from ortenaudigital.kernel.personal import Due, Holder, columns_of
from ortenaudigital.privacy.whole_event.models import EventErasure
from ortenaudigital.privacy.whole_event.rules import KEEP_REASONS


class EventErasuresHolder(Holder):
    """Requests. That there was one, and how much went, stays; who it was goes with the account."""

    columns = columns_of(
        "event_erasure", published="slug title", erased="reason answer", no_person="state counts"
    )
    stays = {"event_erasure": "it proves what was erased, when and by whose decision"}

    def count_due(self, until: datetime) -> int:
        """Count the requests whose reasons are old."""
        return db.session.scalar(select(func.count()).select_from(_due(until).subquery())) or 0

    def erase_due(self, due: Due) -> int:
        """Forget why somebody wanted it, or did not."""
        old = EventErasure.id.in_(_due(due.until).limit(due.most))
        return row_count(db.session.execute(update(EventErasure).where(old).values(_NOTHING_SAID)))


_NOTHING_SAID = {"reason": "", "answer": ""}


def _due(until: datetime) -> Select[int]:
    said = or_(*(getattr(EventErasure, column) != "" for column in _NOTHING_SAID))
    return select(EventErasure.id).where(said, EventErasure.asked_at <= until - KEEP_REASONS)
