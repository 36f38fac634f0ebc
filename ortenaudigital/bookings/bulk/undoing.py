"""Take back as a whole that many bookings were cancelled or their tickets exchanged.

Only where nothing else happened to them since.
"""

from collections import Counter
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.audit.models import Entry
from ortenaudigital.bookings.bulk.errors import UnknownType
from ortenaudigital.bookings.bulk.models import BulkRun, BulkStep
from ortenaudigital.bookings.bulk.preview import FIRST, Preview
from ortenaudigital.bookings.bulk.rules import CANCELLING, Deed, Obstacle, Outcome
from ortenaudigital.bookings.documents import MOVED
from ortenaudigital.bookings.lists.presence import Presence, of_presence
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.organising.moving import Move, move_tickets
from ortenaudigital.bookings.organising.restoring import Restoring, restore_tickets
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db


def can_be_undone(run: BulkRun) -> bool:
    """Say whether a run is one that can be taken back, and nothing of it goes on."""
    if run.finished_at is None or run.undoes_id is not None:
        return False
    # A type that is gone has no tickets any more that could go back.
    return run.deed in CANCELLING or (run.deed is Deed.MOVE and run.ticket_type_id is not None)


def select_undoable(run: BulkRun) -> Select[UUID]:
    """Select the bookings that a run has changed, and that are so since then."""
    done = (
        select(Booking.id)
        .join(BulkStep, BulkStep.booking_id == Booking.id)
        .where(BulkStep.run_id == run.id, BulkStep.outcome == Outcome.DONE)
    )
    if run.deed is not Deed.MOVE:
        return done.where(Booking.cancelled_at.between(run.created_at, run.finished_at))
    still = exists().where(
        Ticket.booking_id == Booking.id,
        Ticket.ticket_type_id == run.ticket_type_id,
        Ticket.cancelled_at.is_(None),
    )
    return done.where(still)


def count_undoable(run: BulkRun) -> int:
    """Count the bookings for which a run can be taken back; none while it goes on."""
    if not can_be_undone(run):
        return 0
    query = select(func.count()).select_from(select_undoable(run).subquery())
    return db.session.scalar(query) or 0


def preview_undo(event: Event, run: BulkRun) -> Preview:
    """Say how many would be valid again, how many are refused, and how many places are missing."""
    meant = select_undoable(run)
    obstacles: dict[Obstacle, ColumnElement[bool]] = {
        Obstacle.ERASED: Booking.erased_at.is_not(None)
    }
    if run.deed is Deed.MOVE:
        came = of_presence(Presence.CAME, event.days)
        obstacles[Obstacle.LET_IN] = and_(Booking.erased_at.is_(None), came)
    counts = [func.count().filter(each) for each in obstacles.values()]
    number, *found = db.session.execute(
        select(func.count(), *counts).where(Booking.id.in_(meant))
    ).one()
    first = select(Booking).where(Booking.id.in_(meant))
    first = first.order_by(Booking.created_at, Booking.id).limit(FIRST)
    return Preview(
        number=number,
        obstacles={why: each for why, each in zip(obstacles, found, strict=True) if each},
        first=db.session.scalars(first).unique().all(),
        lacking=_lacking(event, run, meant),
    )


def _lacking(event: Event, run: BulkRun, meant: Select[UUID]) -> int:
    wanted = _moved(event, run, meant) if run.deed is Deed.MOVE else _cancelled(meant)
    kinds = [each for each in event.ticket_types if wanted[each.id]]
    # What the tickets draw on already lacks nothing.
    held = {
        quota
        for each in event.ticket_types
        if each.id == run.ticket_type_id
        for quota in each.draws_on
    }
    drawn = {quota for each in kinds for quota in each.draws_on}
    quotas = [quota for quota in drawn - held if quota.left is not None]
    short = [
        sum(wanted[each.id] for each in kinds if quota in each.draws_on) - (quota.left or 0)
        for quota in quotas
    ]
    return max([0, *short])


def _cancelled(meant: Select[UUID]) -> Counter[int]:
    """Count tickets that a run has cancelled, by type."""
    query = select(Ticket.ticket_type_id, func.count()).join(Ticket.booking)
    # Those that were cancelled before have another moment than the booking.
    query = query.where(Booking.id.in_(meant), Ticket.cancelled_at == Booking.cancelled_at)
    return Counter(dict(db.session.execute(query.group_by(Ticket.ticket_type_id)).all()))


def _moved(event: Event, run: BulkRun, meant: Select[UUID]) -> Counter[int]:
    """Count tickets that a run has moved, by the type that they were of."""
    ids = {str(each) for each in db.session.scalars(meant)}
    query = select(Entry.subject, Entry.details).where(
        Entry.event_id == event.id,
        Entry.action == MOVED,
        Entry.at.between(run.created_at, run.finished_at),
    )
    were = Counter(
        details["was"] for subject, details in db.session.execute(query) if subject in ids
    )
    return Counter({each.id: were[each.slug] for each in event.ticket_types if were[each.slug]})


def take_back(run: BulkRun, booking: Booking, now: datetime) -> bool:
    """Undo what a run did to a booking; say whether there was anything to undo.

    Who was told of it is told of this as well.
    """
    done = db.session.get_one(BulkRun, run.undoes_id)
    if done.deed is Deed.MOVE:
        return _move_back(done, booking, now, run.begun_by)
    return _restore(done, booking, now, run.begun_by)


def _move_back(done: BulkRun, booking: Booking, now: datetime, actor: str) -> bool:
    """Give tickets the type again that they had; no places are added for them."""
    kinds = {each.slug: each for each in booking.event.ticket_types}
    number = 0
    for slug, positions in _moved_from(done, booking).items():
        if slug not in kinds:
            raise UnknownType()
        number += move_tickets(booking, Move(positions, kinds[slug]), now, actor)
    return number > 0


def _moved_from(done: BulkRun, booking: Booking) -> dict[str, set[int]]:
    """Return which tickets a run has moved that are so since, by the type that they were of."""
    last = {
        each.details["ticket"]: each for each in list_entries(booking.id) if each.action == MOVED
    }
    found: dict[str, set[int]] = {}
    for ticket in booking.valid_tickets:
        entry = last.get(ticket.position)
        if (
            entry is not None
            and ticket.ticket_type_id == done.ticket_type_id
            and done.finished_at is not None
            and done.created_at <= entry.at <= done.finished_at
        ):
            found.setdefault(entry.details["was"], set()).add(ticket.position)
    return found


def _restore(done: BulkRun, booking: Booking, now: datetime, actor: str) -> bool:
    at = booking.cancelled_at
    if at is None or done.finished_at is None or not done.created_at <= at <= done.finished_at:
        return False
    by_type: dict[int, set[int]] = {}
    for ticket in booking.tickets:
        if ticket.cancelled_at == at:
            by_type.setdefault(ticket.ticket_type_id, set()).add(ticket.position)
    silent = done.deed is Deed.CANCEL_QUIETLY
    for positions in by_type.values():
        restore_tickets(booking, Restoring(positions, silent=silent), now, actor)
    return bool(by_type)
