"""Which personal data runs over many bookings hold: who of the organisers began them.

Why places may be added is noted at each booking that needs it; at the run it goes when all is done.
"""

from datetime import datetime

from sqlalchemy import Select, func, or_, select, update

from ortenaudigital.bookings.bulk.models import BulkRun
from ortenaudigital.events.privacy import event_over
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import row_count
from ortenaudigital.kernel.personal import Due, Holder, Request, columns_of, tables


class BulkHolder(Holder):
    """What was done to many bookings. Whose they are stands at the bookings."""

    columns = {
        **columns_of("bulk_run", erased="begun_by reason", no_person="deed"),
        **columns_of("bulk_step", no_person="outcome reason"),
    }
    of_event = tables("bulk_run bulk_step")

    def erase(self, request: Request) -> None:
        """Forget who began something; what is going on goes on."""
        names = select(BulkRun.begun_by).where(request.person.may_have(BulkRun.begun_by))
        for name in set(db.session.scalars(names)):
            if request.person.has(name):
                theirs = update(BulkRun).where(BulkRun.begun_by == name)
                db.session.execute(theirs.values(begun_by=""))

    def count_due(self, until: datetime) -> int:
        """Count the runs of events that are long over which say who began them."""
        return db.session.scalar(select(func.count()).select_from(_due(until).subquery())) or 0

    def erase_due(self, due: Due) -> int:
        """Forget who began them, and why places were to be added."""
        old = BulkRun.id.in_(_due(due.until).limit(due.most))
        nobody = update(BulkRun).where(old).values(begun_by="", reason="")
        return row_count(db.session.execute(nobody))


def _due(until: datetime) -> Select[int]:
    named = or_(BulkRun.begun_by != "", BulkRun.reason != "")
    return select(BulkRun.id).where(named, event_over(BulkRun.event_id, until))
