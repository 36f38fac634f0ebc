"""The table of those who wait."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext
from sqlalchemy import select

from ortenaudigital.adapters.tables import Column, Table
from ortenaudigital.bookings.holds.models import Hold
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.exports.registry import in_german, wall_clock
from ortenaudigital.kernel.db import db

AT_ONCE = 1000


def wait_list_table(event: Event) -> Table:
    """List all who ever waited for places of an event, by ticket type in the order of coming."""
    return Table(
        f"warteliste-{event.slug}",
        [
            Column(gettext("Ticketart"), lambda row: in_german(row.title, row.slug)),
            Column(gettext("Plätze"), lambda row: row.number),
            Column(gettext("Vorname"), lambda row: row.first_name),
            Column(gettext("Nachname"), lambda row: row.last_name),
            Column(gettext("E-Mail"), lambda row: row.email),
            Column(gettext("Sprache"), lambda row: row.language),
            Column(gettext("Zustand"), lambda row: str(row.state)),
            Column(gettext("Eingetragen am"), lambda row: wall_clock(row.created_at, event)),
            Column(gettext("Angeboten am"), lambda row: wall_clock(row.offered_at, event)),
            Column(gettext("Angebot gilt bis"), lambda row: wall_clock(row.until, event)),
            Column(gettext("Beendet am"), lambda row: wall_clock(row.ended_at, event)),
        ],
        _entries(event),
    )


def _entries(event: Event) -> Iterator[Any]:
    entry = WaitListEntry
    names = (entry.number, entry.first_name, entry.last_name, entry.email, entry.language)
    moments = (entry.created_at, entry.offered_at, Hold.until, entry.ended_at)
    query = (
        select(TicketType.title, TicketType.slug, *names, entry.state, *moments)
        .join(TicketType, TicketType.id == entry.ticket_type_id)
        .outerjoin(Hold, Hold.id == entry.hold_id)
        .where(TicketType.event_id == event.id)
        .order_by(TicketType.position, entry.created_at, entry.id)
    )
    yield from db.session.execute(query.execution_options(yield_per=AT_ONCE))
