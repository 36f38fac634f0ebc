"""The tables of the door: what was scanned, and how many came."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from sqlalchemy import select

from ortenaudigital.adapters.tables import Column, Table
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.models import Device, Scan
from ortenaudigital.checkin.reports.attendance import Count, attendance
from ortenaudigital.events.models import Checkpoint, Day, Event, TicketType
from ortenaudigital.exports.registry import in_german, wall_clock
from ortenaudigital.kernel.paging import WholeList


def scans_table(event: Event) -> Table:
    """List the scans of an event in their order; tickets by their numbers, nobody by name."""
    return Table(
        f"scans-{event.slug}",
        [
            Column(gettext("Zeit"), lambda row: wall_clock(row.scanned_at, event)),
            Column(gettext("Ticketnummer"), _number),
            Column(gettext("Vorgang"), lambda row: str(row.action)),
            Column(gettext("Ergebnis"), lambda row: str(row.verdict)),
            Column(gettext("Tag"), lambda row: row.date),
            Column(gettext("Kontrollpunkt"), lambda row: row.slug or ""),
            Column(gettext("Gerät"), lambda row: row.name),
            Column(gettext("Begründung"), lambda row: row.reason),
            Column(gettext("Konfliktart"), lambda row: str(row.conflict or "")),
        ],
        WholeList(_scans(event), (Scan.scanned_at, Scan.id), ascending=True),
    )


def _number(row: Any) -> str:
    return f"{row.reference}-{row.position}" if row.reference else ""


def _scans(event: Event) -> Any:
    columns = (Scan.scanned_at, Scan.action, Scan.verdict, Scan.reason, Scan.conflict)
    return (
        select(*columns, Booking.reference, Ticket.position, Day.date, Device.name, Checkpoint.slug)
        .join(Device, Device.id == Scan.device_id)
        .outerjoin(Ticket, Ticket.id == Scan.ticket_id)
        .outerjoin(Booking, Booking.id == Ticket.booking_id)
        .outerjoin(Checkpoint, Checkpoint.id == Scan.checkpoint_id)
        .outerjoin(Day, Day.id == Checkpoint.day_id)
        .where(Device.event_id == event.id)
    )


@dataclass(frozen=True)
class _Line:
    day: Day
    ticket_type: TicketType
    count: Count


def report_table(event: Event) -> Table:
    """Say for each day and kind of ticket how many were expected and came."""
    return Table(
        f"bericht-{event.slug}",
        [
            Column(gettext("Tag"), lambda row: row.day.date),
            Column(gettext("Ticketart"), lambda row: in_german(row.ticket_type.title, "")),
            Column(gettext("Erwartet"), lambda row: row.count.expected),
            Column(gettext("Gekommen"), lambda row: row.count.came),
            Column(gettext("Davon ohne Ticket gekommen"), lambda row: row.count.walk_ins),
        ],
        list(_lines(event)),
    )


def _lines(event: Event) -> Iterator[_Line]:
    found = attendance(event)
    for day in event.days:
        for ticket_type in found.ticket_types:
            if (count := found.of(day, ticket_type)) is not None:
                yield _Line(day, ticket_type, count)
