"""Take back as a whole that many bookings were cancelled, where nothing else happened to them."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select

from ortenaudigital.bookings.bulk.models import BulkRun, BulkStep
from ortenaudigital.bookings.bulk.preview import FIRST, Preview
from ortenaudigital.bookings.bulk.rules import CANCELLING, Deed, Obstacle, Outcome
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.organising.restoring import Restoring, restore_tickets
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db


def can_be_undone(run: BulkRun) -> bool:
    """Say whether a run is one that can be taken back, and nothing of it goes on."""
    return run.finished_at is not None and run.undoes_id is None and run.deed in CANCELLING


def select_undoable(run: BulkRun) -> Select[UUID]:
    """Select the bookings that a run has cancelled, and that are so since then."""
    return (
        select(Booking.id)
        .join(BulkStep, BulkStep.booking_id == Booking.id)
        .where(BulkStep.run_id == run.id, BulkStep.outcome == Outcome.DONE)
        .where(Booking.cancelled_at.between(run.created_at, run.finished_at))
    )


def count_undoable(run: BulkRun) -> int:
    """Count the bookings for which a run can be taken back; none while it goes on."""
    if not can_be_undone(run):
        return 0
    query = select(func.count()).select_from(select_undoable(run).subquery())
    return db.session.scalar(query) or 0


def preview_undo(event: Event, run: BulkRun) -> Preview:
    """Say how many would be valid again, how many are refused, and how many places are missing."""
    meant = select_undoable(run)
    erased = func.count().filter(Booking.erased_at.is_not(None))
    found = db.session.execute(select(func.count(), erased).where(Booking.id.in_(meant))).one()
    first = select(Booking).where(Booking.id.in_(meant))
    first = first.order_by(Booking.created_at, Booking.id).limit(FIRST)
    return Preview(
        number=found[0],
        obstacles={Obstacle.ERASED: found[1]} if found[1] else {},
        first=db.session.scalars(first).unique().all(),
        lacking=_lacking(event, meant),
    )


def _lacking(event: Event, meant: Select[UUID]) -> int:
    query = select(Ticket.ticket_type_id, func.count()).join(Ticket.booking)
    # The tickets that were cancelled before have another moment than the booking.
    query = query.where(Booking.id.in_(meant), Ticket.cancelled_at == Booking.cancelled_at)
    wanted = Counter(dict(db.session.execute(query.group_by(Ticket.ticket_type_id)).all()))
    kinds = [each for each in event.ticket_types if wanted[each.id]]
    quotas = {quota for each in kinds for quota in each.draws_on if quota.left is not None}
    short = [
        sum(wanted[each.id] for each in kinds if quota in each.draws_on) - (quota.left or 0)
        for quota in quotas
    ]
    return max([0, *short])


def take_back(run: BulkRun, booking: Booking, now: datetime) -> bool:
    """Let the tickets be valid again that a run has cancelled; say whether there were any.

    Who was told of it is told of this as well.
    """
    done, at = db.session.get_one(BulkRun, run.undoes_id), booking.cancelled_at
    if at is None or done.finished_at is None or not done.created_at <= at <= done.finished_at:
        return False
    by_type: dict[int, set[int]] = {}
    for ticket in booking.tickets:
        if ticket.cancelled_at == at:
            by_type.setdefault(ticket.ticket_type_id, set()).add(ticket.position)
    silent = done.deed is Deed.CANCEL_QUIETLY
    for positions in by_type.values():
        restore_tickets(booking, Restoring(positions, silent=silent), now, run.begun_by)
    return bool(by_type)
