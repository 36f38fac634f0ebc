"""The history that a page shows, on whichever of its pages, as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from flask import g
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.adapters.tables import Column, Table
from ortenaudigital.audit.models import Entry
from ortenaudigital.audit.queries import select_written
from ortenaudigital.exports.registry import wall_clock_in
from ortenaudigital.kernel.paging import WholeList
from ortenaudigital.web.organiser.blueprint import own_events
from ortenaudigital.web.organiser.handing_out import list_file
from ortenaudigital.web.organiser.history.filters import ZONE, areas, read_chosen, wanted_by
from ortenaudigital.web.organiser.history.subjects import Names, name_subjects
from ortenaudigital.web.organiser.history.values import Change, changes_of
from ortenaudigital.web.shared.answers.tables import words_by

# Between the values of one entry that changed several.
SEVERAL = "; "


@dataclass(frozen=True)
class _Line:
    entry: Entry
    names: Names

    @property
    def actor(self) -> str:
        return self.names.actor_of(self.entry)

    @property
    def about(self) -> str:
        return self.names.of(self.entry.subject) or self.entry.subject

    @cached_property
    def changes(self) -> list[Change]:
        return changes_of(self.entry)

    @property
    def called(self) -> str:
        return SEVERAL.join(each.name for each in self.changes)

    @property
    def was(self) -> str:
        return SEVERAL.join(each.was or "" for each in self.changes)

    @property
    def becomes(self) -> str:
        return SEVERAL.join(each.becomes or "" for each in self.changes)


@list_file("/verlauf", "house_history", Permission.HISTORY_READ)
def house_history_rows() -> Table:
    """Return what happened at all events of whoever asks; the filters are in the address."""
    return _table()


@list_file("/<slug>/verlauf", "event_history", Permission.HISTORY_READ)
def event_history_rows() -> Table:
    """Return what happened at one event; the filters are in the address."""
    return _table()


def _table() -> Table:
    event, rooms = g.get("event"), areas()
    titles = {each.id: each.title for each in own_events(Permission.HISTORY_READ)}
    deed, area_deed = (
        words_by(*macro)
        for macro in (("macros/words.html", "deed"), ("organiser/history/deeds.html", "area_deed"))
    )
    who = words_by("macros/words.html", "who")
    return Table(
        f"verlauf-{event.slug}" if event else "verlauf",
        [
            Column(gettext("Wann"), lambda row: wall_clock_in(ZONE, row.entry.at)),
            Column(gettext("Wer"), lambda row: who(row.actor)),
            Column(gettext("Bereich"), lambda row: rooms.get(row.entry.area, row.entry.area)),
            Column(gettext("Was"), lambda row: area_deed(row.entry, deed(row.entry))),
            Column(gettext("Angabe"), lambda row: row.called),
            Column(gettext("Von"), lambda row: row.was),
            Column(gettext("Auf"), lambda row: row.becomes),
            Column(gettext("Worüber"), lambda row: row.about),
            Column(gettext("Veranstaltung"), lambda row: titles.get(row.entry.event_id or 0, "")),
            Column(gettext("Vorgang"), lambda row: row.entry.action),
        ],
        WholeList(select_written(wanted_by(read_chosen())), (Entry.id,), prepare=_named),
    )


def _named(entries: Sequence[Entry]) -> Iterator[_Line]:
    names = name_subjects(entries)
    return (_Line(entry, names) for entry in entries)
