"""Which personal data the history holds: who did something, never whom it was about."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select, update

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.audit.models import Entry
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import row_count
from ortenaudigital.kernel.personal import Finding, Holder, Person, Request, columns_of

# Words that stand for no one; whoever else did something is an organiser or a device.
ROLES = ("holder", "exhibitor", "worker", "command line", "demo", "organiser", "device", "stranger")


class HistoryHolder(Holder):
    """The history."""

    columns = columns_of("audit_entry", erased="actor", no_person="action subject details")

    def find(self, person: Person) -> Iterator[Finding]:
        """Find what somebody did who logs in with the address."""
        near = db.session.scalars(_done_by(person).order_by(Entry.id))
        theirs = [entry for entry in near if person.has(entry.actor)]
        if theirs:
            yield Finding(
                key="history:actions",
                label=f"actions of theirs: {len(theirs)}",
                data={"actions": [_entry(each, "action", "subject") for each in theirs]},
                ids=tuple(each.id for each in theirs),
            )

    def correct(self, request: Request) -> None:
        """Let what they did stay theirs under another address."""
        if request.correction.email is not None:
            _set_actor(request.ids("history"), request.correction.email)

    def erase(self, request: Request) -> None:
        """Say only that an organiser did it."""
        _set_actor(request.ids("history"), "organiser")


def _done_by(person: Person) -> Select[Entry]:
    return select(Entry).where(person.may_have(Entry.actor))


def _set_actor(ids: Sequence[int], actor: str) -> None:
    db.session.execute(update(Entry).where(Entry.id.in_(ids)).values(actor=actor))


def history_of(subject: str) -> list[dict[str, Any]]:
    """Return what happened to a subject, without who did it: that is somebody else."""
    return [_entry(entry, "action") for entry in list_entries(subject)]


def _entry(entry: Entry, *names: str) -> dict[str, Any]:
    return {"at": entry.at, **{name: getattr(entry, name) for name in names}}


def forget_actor(name: str, role: str) -> None:
    """Let the history say a role where it said the name of somebody or of a device."""
    db.session.execute(update(Entry).where(Entry.actor == name).values(actor=role))


def list_with_detail(action: str, name: str, values: Sequence[int]) -> Sequence[Entry]:
    """List the entries of an action that have one of these numbers among their details."""
    if not values:
        return []
    number = Entry.details[name].as_integer()
    return db.session.scalars(select(Entry).where(Entry.action == action, number.in_(values))).all()


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
