"""The table of those who wait."""

from typing import Any

from flask_babel import gettext
from sqlalchemy import select

from ortenaudigital.adapters.tables import Column, Table
from ortenaudigital.bookings.holds.models import Hold
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.rules import EntryState
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.exports.registry import in_german, wall_clock
from ortenaudigital.kernel.paging import WholeList


def wait_list_table(event: Event) -> Table:
    """List all who ever waited for places of an event, by ticket type in the order of coming."""
    words = {
        EntryState.WAITING: gettext("Wartet"),
        EntryState.OFFERED: gettext("Angebot läuft"),
        EntryState.BOOKED: gettext("Gebucht"),
        EntryState.DECLINED: gettext("Abgelehnt"),
        EntryState.EXPIRED: gettext("Nicht geantwortet"),
        EntryState.REMOVED: gettext("Entfernt"),
        EntryState.CLOSED: gettext("Liste geschlossen"),
        EntryState.LEFT: gettext("Verlassen"),
    }
    return Table(
        f"warteliste-{event.slug}",
        [
            Column(gettext("Ticketart"), lambda row: in_german(row.title, row.slug)),
            Column(gettext("Plätze"), lambda row: row.number),
            Column(gettext("Vorname"), lambda row: row.first_name),
            Column(gettext("Nachname"), lambda row: row.last_name),
            Column(gettext("E-Mail"), lambda row: row.email),
            Column(gettext("Sprache"), lambda row: row.language),
            Column(gettext("Zustand"), lambda row: words[row.state]),
            Column(gettext("Eingetragen am"), lambda row: wall_clock(row.created_at, event)),
            Column(gettext("Angeboten am"), lambda row: wall_clock(row.offered_at, event)),
            Column(gettext("Angebot gilt bis"), lambda row: wall_clock(row.until, event)),
            Column(gettext("Beendet am"), lambda row: wall_clock(row.ended_at, event)),
        ],
        WholeList(
            _entries(event),
            (TicketType.position, WaitListEntry.created_at, WaitListEntry.id),
            ascending=True,
        ),
    )


def _entries(event: Event) -> Any:
    entry = WaitListEntry
    names = (entry.number, entry.first_name, entry.last_name, entry.email, entry.language)
    moments = (entry.created_at, entry.offered_at, Hold.until, entry.ended_at)
    return (
        select(TicketType.title, TicketType.slug, *names, entry.state, *moments)
        .join(TicketType, TicketType.id == entry.ticket_type_id)
        .outerjoin(Hold, Hold.id == entry.hold_id)
        .where(TicketType.event_id == event.id)
    )
