"""Search the history, the newest first, whatever it has grown to."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    and_,
    any_,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
)

from ortenaudigital.audit.models import Actor, Entry, EntryWords
from ortenaudigital.audit.rules import ROLES
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.paging import Page, Place, counted, read_page

# Of so many entries the ids are read, before anything else is asked of them.
RARE = 5_000


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

    def of_entry(self, *, by_index: bool) -> list[ColumnElement[bool]]:
        """Return which entries it finds by what stands in them, by indexes or one by one."""
        meant = {Entry.action: self.actions, Entry.done_as: self.roles}
        meant[Entry.subject] = self.subjects
        return [
            (column if by_index else func.coalesce(column, "")).in_(each)
            for column, each in meant.items()
            if each
        ]

    def beside(self) -> list[Select[int]]:
        """Return the ids of the entries it finds by what stands beside them: who, and values."""
        named = Actor.name.icontains(self.name, autoescape=True)
        said = (EntryWords.words.contains(each, autoescape=True) for each in self.values)
        return [
            select(Actor.entry_id).where(named),
            select(EntryWords.entry_id).where(or_(false(), *said)),
        ]


@dataclass(frozen=True)
class Wanted:
    """Which entries are meant; None and nothing for all.

    `events`: of which events, without those of the house. `area`: the word that actions begin with.
    `who`: part of an address or of the name of a device, or a role; `accounts`: as which accounts
    that may have acted, too. `since` is the first moment,
    `until` the first after the last. `subjects` and `words` are what somebody searched for: the
    entry is about one of the subjects, or each word finds it.
    """

    events: Collection[int] | None = None
    area: str = ""
    who: str = ""
    accounts: Collection[str] = ()
    since: datetime | None = None
    until: datetime | None = None
    subjects: Collection[str] = ()
    words: Sequence["Word"] = ()


def select_entries(wanted: Wanted) -> Select[Entry]:
    """Select entries."""
    return select(Entry).where(*_conditions(wanted))


def select_written(wanted: Wanted) -> Select[Entry]:
    """Select entries that are there now, without what will be written while they are read."""
    newest = db.session.scalar(select(func.max(Entry.id))) or 0
    return select_entries(wanted).where(Entry.id <= newest)


def search_entries(wanted: Wanted, place: Place) -> Page[Entry]:
    """List entries, the newest first."""
    conditions = list(_conditions(wanted))
    number = db.session.scalar(select(counted(select(Entry.id).where(*conditions)))) or 0
    if not number:
        return Page([])
    return read_page(select(Entry).where(*conditions), (Entry.id,), place, number)


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.events is not None:
        # Of all entries of an event, words find few: they are not read by its index.
        event_id = func.coalesce(Entry.event_id, 0) if wanted.words else Entry.event_id
        yield event_id.in_(wanted.events)
    if wanted.area:
        yield Entry.action.startswith(f"{wanted.area}.", autoescape=True)
    if wanted.who in ROLES:
        yield Entry.done_as == wanted.who
    elif wanted.who:
        named = Actor.name.icontains(wanted.who, autoescape=True)
        by_number = Actor.name.in_(wanted.accounts)
        yield Entry.id.in_(select(Actor.entry_id).where(or_(named, by_number)))
    if wanted.since is not None:
        yield Entry.at >= wanted.since
    if wanted.until is not None:
        yield Entry.at < wanted.until
    if wanted.words:
        of_all = and_(*map(_found_by, wanted.words))
        yield or_(Entry.subject.in_(wanted.subjects), of_all)


def _found_by(word: Word) -> ColumnElement[bool]:
    """Return which entries a word finds: by their ids if these are few, since no index knows all.

    What finds many is met soon by who reads the newest entries first.
    """
    beside = word.beside()
    ways = [*(select(Entry.id).where(each) for each in word.of_entry(by_index=True)), *beside]
    some = [select(way.limit(RARE + 1).subquery()) for way in ways]
    ids = db.session.scalars(union_all(*some)).all()
    if len(ids) <= RARE:
        return _is_one_of(set(ids))
    # SQLite would gather all of them by its indexes, and sort them.
    here = word.of_entry(by_index=False)
    return or_(*here, *(Entry.id.in_(each) for each in beside))


def _is_one_of(ids: Collection[int]) -> ColumnElement[bool]:
    if db.engine.dialect.name == "sqlite":
        return Entry.id.in_(ids)
    # As one value: to read thousands of them took longer than to look for them.
    return Entry.id == any_(literal(list(ids), ARRAY(Integer)))
