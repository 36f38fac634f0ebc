"""Which personal data the fair holds: contacts of exhibitors, and who gave them their stands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select, update

from ortenaudigital.audit.privacy import forget_actors_about
from ortenaudigital.events.privacy import event_over
from ortenaudigital.fair.models import Assignment, Exhibitor
from ortenaudigital.fair.rules import State
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.personal import Due, Holder, columns_of
from ortenaudigital.outbox.privacy import forget_letters

NO_CONTACT = dict.fromkeys(("contact_name", "email", "phone", "wishes"), "")
# Who was not accepted was never published.
NO_ENTRY = dict.fromkeys(("name", "description", "website"), "")
SOMEBODY = "organiser"


class FairHolder(Holder):
    """Exhibitors, and what they applied for."""

    columns = {
        **columns_of(
            "exhibitor",
            erased=" ".join((*NO_ENTRY, *NO_CONTACT)),
            no_person="key_hash language kind state",
        ),
        **columns_of("assignment", erased="assigned_by"),
        **columns_of("stand", published="label size power"),
    }

    def count_due(self, until: datetime) -> int:
        """Count the exhibitors whose event is long over."""
        return db.session.scalar(select(func.count()).select_from(_due(until).subquery())) or 0

    def erase_due(self, due: Due) -> int:
        """Forget the contacts of exhibitors whose event is long over."""
        ids = db.session.scalars(_due(due.until).limit(due.most)).all()
        if ids:
            _forget(ids, due.now)
        return len(ids)


def _due(until: datetime) -> Select[UUID]:
    """Select the ids of the exhibitors whose event ended 28 days before `until`, or earlier."""
    unpublished = and_(Exhibitor.state != State.ACCEPTED, _is_filled(NO_ENTRY))
    left = or_(Exhibitor.erased_at.is_(None), unpublished, _is_filled(NO_CONTACT))
    return select(Exhibitor.id).where(event_over(Exhibitor.event_id, until), left)


def _is_filled(columns: dict[str, str]) -> Any:
    return or_(*(getattr(Exhibitor, column) != "" for column in columns))


def _forget(ids: Sequence[UUID], now: datetime) -> None:
    chosen = Exhibitor.id.in_(ids)
    unpublished = update(Exhibitor).where(chosen, Exhibitor.state != State.ACCEPTED)
    db.session.execute(unpublished.values(NO_ENTRY))
    db.session.execute(update(Exhibitor).where(chosen).values({**NO_CONTACT, "erased_at": now}))
    theirs = update(Assignment).where(Assignment.exhibitor_id.in_(ids))
    db.session.execute(theirs.values(assigned_by=SOMEBODY))
    subjects = [str(each) for each in ids]
    forget_letters(subjects, label="")
    forget_actors_about(subjects)
