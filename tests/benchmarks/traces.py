"""What a crowd leaves behind, in bulk: letters, scans, admissions, and the protocol."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from ortenaudigital.audit.models import Entry
from ortenaudigital.bookings.letters import CONFIRMATION
from ortenaudigital.checkin.models import Admission, Device, Scan
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import entrance_of
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.models import Letter
from tests.benchmarks.crowd import TICKETS_A_BOOKING, id_of, reference_of, uncounted, write

Row = Sequence[Any]
HOURS = timedelta(hours=8)
FAILED = 40


def write_letters(event: Event, tickets: int) -> None:
    """Write a letter and a line of the protocol for each booking that `fill` made."""
    write(Letter, LETTER_COLUMNS, _letters(event.id, tickets))
    write(Entry, ENTRY_COLUMNS, _entries(tickets))


def let_in(event: Event, devices: Sequence[Device], number: int) -> None:
    """Let in so many of the tickets that `fill` made, spread over the hours before now."""
    ids = [device.id for device in devices]
    entrance = db.session.scalars(select(entrance_of(event.last_day))).one()
    write(Scan, SCAN_COLUMNS, _scans(entrance, ids, number))
    with uncounted():
        write(Admission, ADMISSION_COLUMNS, _admissions(entrance, ids, number))


LETTER_COLUMNS = (
    *("message_id", "kind", "subject_id", "label", "event_id", "state", "priority"),
    *("created_at", "due_at", "attempts", "last_error"),
)


def _letters(event_id: int, tickets: int) -> Iterator[Row]:
    now = utc_now()
    for number in range(0, tickets, TICKETS_A_BOOKING):
        subject, failed = str(id_of(b"booking", number)), number < FAILED
        yield (
            *(f"<{number}@example.org>", CONFIRMATION, subject, reference_of(number), event_id),
            *("failed" if failed else "sent", 0, now, now),
            *(8 if failed else 0, "550 unknown" if failed else None),
        )


ENTRY_COLUMNS = ("at", "done_as", "action", "subject", "details")


def _entries(tickets: int) -> Iterator[Row]:
    now = utc_now()
    # The bulk of PostgreSQL takes JSON as text.
    in_text = db.engine.dialect.name == "postgresql"
    details: Any = '{"tickets": 2}' if in_text else {"tickets": 2}
    for number in range(0, tickets, TICKETS_A_BOOKING):
        yield now, "", "bookings.booked", str(id_of(b"booking", number)), details


SCAN_COLUMNS = (
    *("scan_id", "device_id", "ticket_id", "action", "scanned_at", "received_at", "verdict"),
    *("shown", "checkpoint_id", "reason"),
)


def _scans(entrance: int, devices: Sequence[int], tickets: int) -> Iterator[Row]:
    now, pace = utc_now(), HOURS / tickets
    for number in range(tickets):
        at, device = now - pace * number, devices[number % len(devices)]
        ticket, own = id_of(b"ticket", number), id_of(b"scan", number)
        yield own, device, ticket, "scan", at, at, "welcome", "welcome", entrance, ""


ADMISSION_COLUMNS = (
    "ticket_id",
    "checkpoint_id",
    "device_id",
    "scan_id",
    "admitted_at",
    "entered_at",
)


def _admissions(entrance: int, devices: Sequence[int], tickets: int) -> Iterator[Row]:
    now, pace = utc_now(), HOURS / tickets
    for number in range(tickets):
        at, device = now - pace * number, devices[number % len(devices)]
        yield id_of(b"ticket", number), entrance, device, id_of(b"scan", number), at, at
