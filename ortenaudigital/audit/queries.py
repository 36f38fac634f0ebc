"""Search the history, the newest first, whatever it has grown to."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from ortenaudigital.audit.models import Actor, Entry, EntryWords
from ortenaudigital.audit.rules import ROLES
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.paging import Page, Place, counted, read_page


@dataclass(frozen=True)
class Word:
    """A word that somebody searches for: part of a name, or what pages say by it.

    `values`: folded, any of which may stand among the values of an entry.
    """

    name: str
    actions: Collection[str] = ()
    roles: Collection[str] = ()
    subjects: Collection[str] = ()
    values: Collection[str] = ()

    def finds(self) -> ColumnElement[bool]:
        """Return which entries it finds."""
        named = Actor.name.icontains(self.name, autoescape=True)
        said = or_(*(EntryWords.words.contains(each, autoescape=True) for each in self.values))
        return or_(
            Entry.action.in_(self.actions),
            Entry.done_as.in_(self.roles),
            Entry.subject.in_(self.subjects),
            Entry.id.in_(select(Actor.entry_id).where(named)),
            Entry.id.in_(select(EntryWords.entry_id).where(said)),
        )


@dataclass(frozen=True)
class Wanted:
    """Which entries are meant; None and nothing for all.

    `events`: of which events, without those of the house. `area`: the word that actions begin with.
    `who`: part of an address or of the name of a device, or a role. `since` is the first moment,
    `until` the first after the last. `subjects` and `words` are what somebody searched for: the
    entry is about one of the subjects, or each word finds it.
    """

    events: Collection[int] | None = None
    area: str = ""
    who: str = ""
    since: datetime | None = None
    until: datetime | None = None
    subjects: Collection[str] = ()
    words: Sequence["Word"] = ()


def select_entries(wanted: Wanted) -> Select[Entry]:
    """Select entries."""
    return _listed(select(Entry), wanted)


def select_written(wanted: Wanted) -> Select[Entry]:
    """Select entries that are there now, without what will be written while they are read."""
    newest = db.session.scalar(select(func.max(Entry.id))) or 0
    return select_entries(wanted).where(Entry.id <= newest)


def search_entries(wanted: Wanted, place: Place) -> Page[Entry]:
    """List entries, the newest first."""
    number = db.session.scalar(select(counted(_listed(select(Entry.id), wanted)))) or 0
    if not number:
        return Page([])
    return read_page(select_entries(wanted), (Entry.id,), place, number)


def _listed(query: Select[Any], wanted: Wanted) -> Select[Any]:
    return query.where(*_conditions(wanted))


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.events is not None:
        yield Entry.event_id.in_(wanted.events)
    if wanted.area:
        yield Entry.action.startswith(f"{wanted.area}.", autoescape=True)
    if wanted.who in ROLES:
        yield Entry.done_as == wanted.who
    elif wanted.who:
        named = Actor.name.icontains(wanted.who, autoescape=True)
        yield Entry.id.in_(select(Actor.entry_id).where(named))
    if wanted.since is not None:
        yield Entry.at >= wanted.since
    if wanted.until is not None:
        yield Entry.at < wanted.until
    if wanted.words:
        of_all = and_(*(word.finds() for word in wanted.words))
        yield or_(Entry.subject.in_(wanted.subjects), of_all)
