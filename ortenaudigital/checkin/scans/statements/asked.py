"""What is asked about scans: one row of facts, in which each list is a text of JSON; and locks."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import BindParameter, Text, bindparam, cast, select, union

from ortenaudigital.bookings.models import Booking, RetiredCode, Ticket
from ortenaudigital.checkin.devices.paired import PAIRED
from ortenaudigital.checkin.models import Admission, Device, Scan
from ortenaudigital.events.models import Checkpoint, Day, Event, TicketType, admits_to
from ortenaudigital.kernel.db.driver import Driver, Prepared
from ortenaudigital.kernel.db.lists import Hex, listed, one_of

# What an event's file says: read once in a while, and known by the version of the event

_OF_EVENT: BindParameter[int] = bindparam("event")
_CHECKPOINTS = (
    select(Checkpoint.id, Checkpoint.slug, Day.id.label("day"), Day.date, Day.opens_at)
    .add_columns(Day.closes_at)
    .join(Day, Day.id == Checkpoint.day_id)
    .where(Day.event_id == _OF_EVENT)
)
_DAYS_OF_TYPES = (
    select(TicketType.id, cast(TicketType.title, Text), TicketType.event_version)
    .add_columns(admits_to.c.day_id)
    .outerjoin(admits_to, admits_to.c.ticket_type_id == TicketType.id)
    .where(TicketType.event_id == _OF_EVENT)
)
_EVENT = Prepared(
    select(Event.version, listed(_CHECKPOINTS), listed(_DAYS_OF_TYPES)).where(Event.id == _OF_EVENT)
)


def find_event(driver: Driver, event_id: int) -> tuple[Any, ...]:
    """Ask for the version of an event, its checkpoints with their days, and its types."""
    (row,) = driver.rows(_EVENT, {"event": event_id})
    return row


# The facts, which are asked for with each scan

_OLD_CODES = select(Hex(RetiredCode.code_hash).label("code"), RetiredCode.ticket_id).where(
    one_of(RetiredCode.code_hash, "hashes")
)
_MEANT = union(
    select(Ticket.id).where(one_of(Ticket.code_hash, "hashes")),
    select(RetiredCode.ticket_id).where(one_of(RetiredCode.code_hash, "hashes")),
    select(Ticket.id).join(Booking).where(one_of(Booking.reference, "references")),
    select(Scan.ticket_id).where(one_of(Scan.scan_id, "scans"), Scan.ticket_id.is_not(None)),
).cte("meant")
_TICKETS = (
    select(Ticket.id, Ticket.booking_id, Ticket.ticket_type_id, Ticket.position, Ticket.revision)
    .add_columns(Hex(Ticket.code_hash).label("code"), Ticket.cancelled_at, Ticket.name)
    .add_columns(Booking.first_name, Booking.last_name, Booking.reference)
    .join(_MEANT, _MEANT.c.id == Ticket.id)
    .join(Booking, Booking.id == Ticket.booking_id)
    # A ticket that names nobody any more is unknown, whatever date its event has got since.
    .where(Booking.erased_at.is_(None))
)
_ADMISSIONS = (
    select(Admission.ticket_id, Admission.checkpoint_id, Admission.admitted_at)
    .add_columns(Admission.entered_at, Admission.left_at, Device.name)
    .join(_MEANT, _MEANT.c.id == Admission.ticket_id)
    .join(Device, Device.id == Admission.device_id)
)
_KNOWN_SCANS = (
    select(Scan.scan_id, Scan.device_id, Device.event_id, Scan.action, Scan.verdict)
    .add_columns(Scan.ticket_id, Scan.checkpoint_id, Scan.scanned_at, Scan.shown, Scan.conflict)
    .join(Device, Device.id == Scan.device_id)
    .where(one_of(Scan.scan_id, "scans"))
)
_DEVICE = PAIRED.where(Device.id == bindparam("device")).add_columns(Event.version)
_FACTS = Prepared(select(*map(listed, (_DEVICE, _TICKETS, _OLD_CODES, _ADMISSIONS, _KNOWN_SCANS))))


def find_facts(driver: Driver, values: Mapping[str, Any]) -> tuple[str | None, ...]:
    """Ask for all that decides about some scans, as texts of JSON, NULL for an empty list.

    They are the phone itself, tickets, replaced codes, admissions, stored scans. `values` are the
    id of the `device` and lists: `hashes` of codes, `references` of bookings, ids of `scans`.
    """
    (row,) = driver.rows(_FACTS, values)
    return row


# The order of locks: whoever changes tickets locks the rows of their types first, by their ids

_ALL_TYPES = Prepared(
    select(TicketType.id)
    .where(TicketType.event_id == _OF_EVENT)
    .order_by(TicketType.id)
    .with_for_update(key_share=True)
)


def lock_types(driver: Driver, event_id: int) -> None:
    """Keep all others from changing tickets of an event until the commit: what is read holds."""
    if not driver.is_sqlite:
        driver.run(_ALL_TYPES, {"event": event_id})
