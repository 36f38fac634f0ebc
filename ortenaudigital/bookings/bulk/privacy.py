"""Which personal data runs over many bookings hold: who of the organisers began them.

Why places may be added is noted at each booking that needs it; at the run it goes when all is done.
"""

from sqlalchemy import select, update

from ortenaudigital.bookings.bulk.models import BulkRun
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.personal import Holder, Request, columns_of


class BulkHolder(Holder):
    """What was done to many bookings. Whose they are stands at the bookings."""

    columns = {
        **columns_of("bulk_run", erased="begun_by reason", no_person="deed"),
        **columns_of("bulk_step", no_person="outcome reason"),
    }

    def erase(self, request: Request) -> None:
        """Forget who began something; what is going on goes on."""
        names = select(BulkRun.begun_by).where(request.person.may_have(BulkRun.begun_by))
        for name in set(db.session.scalars(names)):
            if request.person.has(name):
                theirs = update(BulkRun).where(BulkRun.begun_by == name)
                db.session.execute(theirs.values(begun_by=""))
