"""Which personal data the history holds: who did something, never whom it was about."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, select, update

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.audit.models import Actor, Entry
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import row_count
from ortenaudigital.kernel.personal import Finding, Going, Holder, Person, Request, columns_of


class HistoryHolder(Holder):
    """The history."""

    columns = {
        **columns_of("audit_entry", no_person="done_as action subject details"),
        **columns_of("audit_words", no_person="words"),
        **columns_of("audit_actor", erased="name"),
    }
    stays = {"audit_entry": "what happened stays known; who did it at the event is forgotten"}

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
            theirs = update(Actor).where(Actor.entry_id.in_(request.ids("history")))
            db.session.execute(theirs.values(name=request.correction.email))

    def erase(self, request: Request) -> None:
        """Say only that an organiser did it."""
        _forget(Actor.entry_id.in_(request.ids("history")))

    def erase_event(self, going: Going) -> int:
        """Forget some of those who did something at an event."""
        named = select(Actor.entry_id).join(Entry).where(Entry.event_id == going.event_id)
        return _forget(Actor.entry_id.in_(named.limit(going.most)))


def _done_by(person: Person) -> Select[Entry]:
    return select(Entry).join(Actor).where(person.may_have(Actor.name))


def history_of(subject: str) -> list[dict[str, Any]]:
    """Return what happened to a subject, without who did it: that is somebody else."""
    return [_entry(entry, "action") for entry in list_entries(subject)]


def _entry(entry: Entry, *names: str) -> dict[str, Any]:
    return {"at": entry.at, **{name: getattr(entry, name) for name in names}}


def forget_actor(name: str) -> None:
    """Let the history say a role where it said the name of somebody or of a device."""
    _forget(Actor.name == name)


def named_entries(subjects: Select[str]) -> Select[int]:
    """Select the ids of the entries about subjects that still name who did it."""
    return select(Actor.entry_id).join(Entry).where(Entry.subject.in_(subjects))


def forget_actors_about(subjects: Sequence[str]) -> None:
    """Let the history of subjects say only as what somebody did something."""
    _forget(Actor.entry_id.in_(select(Entry.id).where(Entry.subject.in_(subjects))))


def forget_some_actors(subjects: Select[str], most: int) -> int:
    """Do the same for some of the entries that `named_entries` finds; return how many."""
    ids = db.session.scalars(named_entries(subjects).limit(most)).all()
    return _forget(Actor.entry_id.in_(ids)) if ids else 0


def count_named(subjects: Select[str]) -> int:
    """Count the entries that `named_entries` finds."""
    query = select(func.count()).select_from(named_entries(subjects).subquery())
    return db.session.scalar(query) or 0


def _forget(which: ColumnElement[bool]) -> int:
    gone = delete(Actor).where(which).execution_options(synchronize_session=False)
    return row_count(db.session.execute(gone))
