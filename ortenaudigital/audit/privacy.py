"""Which personal data the history holds: who did something, never whom it was about."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, case, func, select, update

from ortenaudigital.audit.models import Entry
from ortenaudigital.kernel.db import db, row_count
from ortenaudigital.kernel.personal import Holder, columns_of

# Words that stand for no one; whoever else did something is an organiser or a device.
ROLES = ("holder", "exhibitor", "worker", "command line", "demo", "organiser", "device", "stranger")


class HistoryHolder(Holder):
    """The history."""

    columns = columns_of("audit_entry", erased="actor", no_person="action subject details")


def named_entries(subjects: Select[str]) -> Select[int]:
    """Select the ids of the entries about subjects that still name who did it."""
    return select(Entry.id).where(Entry.actor.not_in(ROLES), Entry.subject.in_(subjects))


def forget_actors_about(subjects: Sequence[str]) -> None:
    """Let the history of subjects say only as what somebody did something."""
    _forget(Entry.subject.in_(subjects))


def forget_some_actors(subjects: Select[str], most: int) -> int:
    """Do the same for some of the entries that `named_entries` finds; return how many."""
    ids = db.session.scalars(named_entries(subjects).limit(most)).all()
    return _forget(Entry.id.in_(ids)) if ids else 0


def count_named(subjects: Select[str]) -> int:
    """Count the entries that `named_entries` finds."""
    query = select(func.count()).select_from(named_entries(subjects).subquery())
    return db.session.scalar(query) or 0


def _forget(which: ColumnElement[bool]) -> int:
    role = case((Entry.actor.contains("@"), "organiser"), else_="device")
    theirs = update(Entry).where(which, Entry.actor.not_in(ROLES))
    return row_count(db.session.execute(theirs.values(actor=role)))
