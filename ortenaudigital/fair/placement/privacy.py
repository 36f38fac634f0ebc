"""Which personal data placing holds: who did what last, for as long as it can be undone."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, func, select

from ortenaudigital.fair.placement.models import PlacingStep
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import row_count
from ortenaudigital.kernel.personal import Due, Finding, Holder, Person, Request, columns_of, tables

# Nobody undoes what is older.
KEEP = timedelta(days=7)


class PlacementHolder(Holder):
    """Steps that can be undone, and drafts, which name exhibitors by their ids only."""

    columns = {
        **columns_of("placing_step", deleted="actor", no_person="before after"),
        **columns_of("proposal", no_person="basis unplaced"),
    }
    of_event = tables("placing placing_step proposal proposal_slot")

    def find(self, person: Person) -> Iterator[Finding]:
        """Find the steps that they did."""
        theirs = tuple(each.id for each in _done_by(person) if person.has(each.actor))
        if theirs:
            label = f"steps of placing that can be undone: {len(theirs)}"
            yield Finding("placing:steps", label, {"number": len(theirs)}, ids=theirs)

    def correct(self, request: Request) -> None:
        """Forget the steps of who has another address now: they cannot be undone."""
        if request.correction.email is not None:
            self.erase(request)

    def erase(self, request: Request) -> None:
        """Forget their steps."""
        theirs = PlacingStep.id.in_(request.ids("placing"))
        db.session.execute(delete(PlacingStep).where(theirs))

    def count_due(self, until: datetime) -> int:
        """Count the steps that nobody undoes any more."""
        return db.session.scalar(select(func.count()).select_from(_old(until).subquery())) or 0

    def erase_due(self, due: Due) -> int:
        """Forget them."""
        old = _old(due.until).limit(due.most)
        gone = delete(PlacingStep).where(PlacingStep.id.in_(old))
        return row_count(db.session.execute(gone))


def _done_by(person: Person) -> Sequence[PlacingStep]:
    query = select(PlacingStep).where(person.may_have(PlacingStep.actor))
    return db.session.scalars(query).all()


def _old(until: datetime) -> Select[int]:
    return select(PlacingStep.id).where(PlacingStep.done_at < until - KEEP)
