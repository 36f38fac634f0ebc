"""The letters that the outbox shows, on whichever of its pages, as a table."""

from collections.abc import Iterator, Sequence

from flask import request
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.adapters.tables import Column, Table
from ortenaudigital.events.errors import UnknownEvent
from ortenaudigital.exports.registry import wall_clock_in
from ortenaudigital.kernel.paging import WholeList
from ortenaudigital.outbox.models import Letter
from ortenaudigital.outbox.queries import select_letters
from ortenaudigital.web.organiser.blueprint import own_events
from ortenaudigital.web.organiser.handing_out import list_file
from ortenaudigital.web.organiser.letters.outbox_filters import (
    ZONE,
    addresses_of,
    read_chosen,
    wanted_by,
)
from ortenaudigital.web.shared.answers.tables import words_by


@list_file("/postausgang", "letters")
def letters_rows() -> Table:
    """Return the letters of all events or of one; the filters are in the address."""
    return _table()


@list_file("/<slug>/postausgang", "event_outbox")
def event_outbox_rows() -> Table:
    """Return the letters of one event; the filters are in the address."""
    return _table()


def _table() -> Table:
    # Addresses leave the house here: only of events at which that is allowed.
    chosen = read_chosen(Permission.DATA_EXPORT)
    if chosen.event is None and request.args.get("veranstaltung"):
        # Of this one only, so not of all others in its place.
        raise UnknownEvent()
    letters = select_letters(wanted_by(chosen, Permission.DATA_EXPORT), chosen.state)
    titles = {event.id: event.title for event in own_events(Permission.DATA_EXPORT)}
    kind, state = (words_by("macros/words.html", name) for name in ("letter_kind", "letter_state"))
    return Table(
        f"postausgang-{chosen.event.slug}" if chosen.event else "postausgang",
        [
            Column(gettext("Brief"), lambda row: kind(row[0].kind)),
            Column(gettext("Über"), lambda row: row[0].label),
            Column(gettext("Veranstaltung"), lambda row: titles.get(row[0].event_id or 0, "")),
            Column(gettext("E-Mail"), lambda row: row[1]),
            Column(gettext("Zustand"), lambda row: state(row[0])),
            Column(gettext("Fehlversuche"), lambda row: row[0].attempts),
            Column(gettext("Fehler"), lambda row: row[0].last_error or ""),
            Column(gettext("Geschrieben am"), lambda row: wall_clock_in(ZONE, row[0].created_at)),
            Column(gettext("Fällig am"), lambda row: wall_clock_in(ZONE, row[0].due_at)),
            Column(gettext("Gesendet am"), lambda row: wall_clock_in(ZONE, row[0].sent_at)),
        ],
        WholeList(letters, (Letter.id,), prepare=_with_addresses),
    )


def _with_addresses(letters: Sequence[Letter]) -> Iterator[tuple[Letter, str]]:
    addresses = addresses_of(letters)
    return ((each, addresses.get(each.subject_id, "")) for each in letters)
