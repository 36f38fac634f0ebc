"""A place for somebody who came without a ticket, and the shares of places that devices hold."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, exists, select, update

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.walk_ins import WalkIn, give_ticket
from ortenaudigital.checkin.devices.paired import PairedDevice
from ortenaudigital.checkin.errors import DeviceRefused, ShareUsed
from ortenaudigital.checkin.models import Admission, Device, Scan, WalkInShare
from ortenaudigital.checkin.rules import Answer, Outcome, Verdict, conflict_between, lets_in
from ortenaudigital.checkin.scans.deciding import Plan
from ortenaudigital.checkin.scans.facts import Place
from ortenaudigital.checkin.scans.messages import ScanRequest, ScanResult
from ortenaudigital.checkin.scans.reading import read_facts
from ortenaudigital.checkin.scans.scanning import answer_again, keep
from ortenaudigital.events.errors import SoldOut
from ortenaudigital.events.models import Event, TicketType, admits_to
from ortenaudigital.events.places import move_places, take_places
from ortenaudigital.events.revisions import next_revisions
from ortenaudigital.events.rules import Access
from ortenaudigital.kernel.db import connection, db
from ortenaudigital.kernel.db.driver import driver_of
from ortenaudigital.kernel.db.rows import find_and_lock, insert_row, lock, row_count


def walk_in(device: PairedDevice, request: ScanRequest, now: datetime) -> ScanResult:
    """Make a ticket for somebody without one and let them in, while there are places.

    Raises DeviceRefused if the device was cut off meanwhile: its share is given back.
    """
    # Locked before its share is looked at, as whoever changes that does.
    row = find_and_lock(Device, device.id)
    if row is None or row.revoked_at is not None:
        raise DeviceRefused()
    # Then its type, and only then anything that refers to a checkpoint, since that holds its
    # row: an import has locked the type before it comes to the checkpoints.
    if request.ticket_type_id is not None:
        find_and_lock(TicketType, request.ticket_type_id)
    at = min(request.scanned_at, now)
    driver = driver_of(connection())
    facts = read_facts(driver, device, [request], now)
    place = facts.place(request.checkpoint, at)
    refusal = _refuse(device, request, place, at)
    plan = Plan(request, at, refusal or Verdict.WELCOME, None, place.id if place else None)
    if request.sealed_id in facts.scans or not keep(driver, device, [plan], now):
        return answer_again(device, request, now)
    stays_out = request.shown is not None and not lets_in(request.shown)
    if refusal is None and place is not None and not stays_out:
        _let_in(device, request, plan, now)
    return answer_again(device, request, now)


def _let_in(device: PairedDevice, request: ScanRequest, plan: Plan, now: datetime) -> None:
    type_id = request.ticket_type_id or 0
    try:
        revision = _take_place(device.id, type_id)
    except SoldOut:
        _correct(request, Outcome.SOLD_OUT)
        return
    guest = WalkIn(device.event_id, type_id, request.name, request.scan_id)
    ticket = give_ticket(guest, revision, now)
    _correct(request, Verdict.WELCOME, ticket.id)
    admission = {"ticket_id": ticket.id, "checkpoint_id": plan.place_id, "device_id": device.id}
    moments = {"admitted_at": plan.at, "entered_at": plan.at}
    insert_row(Admission, {**admission, **moments, "scan_id": request.scan_id})
    record("checkin.walked_in", ticket.booking_id, device.name, now, event_id=device.event_id)


def _correct(request: ScanRequest, verdict: Answer, ticket_id: UUID | None = None) -> None:
    """Say of a walk-in that is stored what came of it."""
    conflict = conflict_between(request.shown, verdict)
    values = {"verdict": verdict.value, "conflict": conflict, "ticket_id": ticket_id}
    db.session.execute(update(Scan).where(Scan.scan_id == request.sealed_id).values(values))


def _refuse(
    device: PairedDevice, request: ScanRequest, place: Place | None, at: datetime
) -> Answer | None:
    if place is None:
        return Verdict.WRONG_DAY
    if not _is_offered(device.id, device.event_id, request.ticket_type_id, place.day_id):
        return Outcome.FORBIDDEN
    return None if place.opens_at <= at < place.closes_at else Verdict.NOT_OPEN


def _is_offered(device_id: int, event_id: int, type_id: int | None, day_id: int) -> bool:
    has_share = exists().where(
        WalkInShare.ticket_type_id == TicketType.id, WalkInShare.device_id == device_id
    )
    offered = (
        select(TicketType.id)
        .join(admits_to, admits_to.c.ticket_type_id == TicketType.id)
        .where(
            TicketType.id == type_id,
            TicketType.event_id == event_id,
            admits_to.c.day_id == day_id,
            (TicketType.access == Access.PUBLIC) | has_share,
        )
    )
    return db.session.scalar(offered) is not None


_USE_SHARE = (
    update(WalkInShare)
    .where(
        WalkInShare.device_id == bindparam("device"),
        WalkInShare.ticket_type_id == bindparam("type"),
        WalkInShare.used < WalkInShare.number,
    )
    .values(used=WalkInShare.used + 1)
    .execution_options(synchronize_session=False)
)


def _take_place(device_id: int, type_id: int) -> int:
    """Take a place out of the share of the device, else one of those that are left."""
    own = {"device": device_id, "type": type_id}
    if row_count(db.session.execute(_USE_SHARE, own)) == 1:
        (revision,) = next_revisions(type_id)
    else:
        (revision,) = take_places(type_id, 1, real=True).revisions
    return revision


def list_walk_in_types(event: Event) -> list[TicketType]:
    """List the ticket types that may be given away at the door without a share."""
    query = select(TicketType).where(
        TicketType.event_id == event.id, TicketType.access == Access.PUBLIC
    )
    return list(db.session.scalars(query.order_by(TicketType.position)))


def give_shares(device: Device, numbers: Mapping[int, int], now: datetime, who: str) -> None:
    """Set how many places a device may give away offline; they are taken right now, all or none.

    `numbers` are by the id of the ticket type. Raises SoldOut or ShareUsed, which say of which.
    """
    # The device before its shares: a walk-in uses them up, and another organiser changes them.
    lock(device)
    # Then the types, all of them before any place: two may share a quota.
    types = {type_id: find_and_lock(TicketType, type_id) for type_id in sorted(numbers)}
    held = _shares(device.id, types)
    more = {type_id: number - held[type_id].number for type_id, number in numbers.items()}
    for type_id, number in numbers.items():
        if number < held[type_id].used:
            raise ShareUsed(used=held[type_id].used, ticket_type_id=type_id)
        held[type_id].number = number
    db.session.add_all(share for share in held.values() if share.number)
    db.session.flush()
    move_places({type_id: number for type_id, number in more.items() if number}, real=True)
    for type_id, ticket_type in types.items():
        if more[type_id] and ticket_type is not None:
            now_held, before = numbers[type_id], numbers[type_id] - more[type_id]
            details = {"ticket_type": ticket_type.slug, "was": before, "becomes": now_held}
            subject, event_id = f"device:{device.id}", device.event_id
            record("checkin.share_set", subject, who, now, event_id=event_id, **details)


def _shares(device_id: int, type_ids: Iterable[int]) -> dict[int, WalkInShare]:
    query = select(WalkInShare).where(WalkInShare.device_id == device_id)
    query = query.execution_options(populate_existing=True)
    shares = {share.ticket_type_id: share for share in db.session.scalars(query)}
    for type_id in type_ids:
        if type_id not in shares:
            new = WalkInShare(device_id=device_id, ticket_type_id=type_id, number=0, used=0)
            shares[type_id] = new
    return shares


def give_shares_back(device: Device, now: datetime, who: str) -> None:
    """Free the places that a device has not given away."""
    lock(device)
    give_shares(device, {share.ticket_type_id: share.used for share in device.shares}, now, who)
