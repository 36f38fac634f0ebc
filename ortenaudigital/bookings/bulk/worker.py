"""The round of the worker that does what was begun: each booking once, in its own transaction.

Killed in between, the worker goes on there: what was done to a booking and that it was done are one
transaction.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from ortenaudigital.bookings.bulk.errors import NoAddress, UnknownType
from ortenaudigital.bookings.bulk.models import BulkRun, BulkStep
from ortenaudigital.bookings.bulk.queries import list_open
from ortenaudigital.bookings.bulk.rules import Deed, Outcome
from ortenaudigital.bookings.bulk.undoing import take_back
from ortenaudigital.bookings.changes import Cancelling, cancel_tickets, resend_confirmation
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.organising.moving import Move, move_tickets
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.db.rows import find_and_lock
from ortenaudigital.kernel.errors import DomainError

# So many in a round: letters and other work are not kept waiting.
PORTION = 200


def do_many(clock: Callable[[], datetime]) -> None:
    """Do the next portion of all that was begun."""
    for run_id in list_open():
        for step_id in _next(run_id):
            do_step(run_id, step_id, clock())
        with transaction():
            _finish(run_id, clock())
        db.session.remove()
    db.session.rollback()


def _next(run_id: int) -> list[int]:
    query = select(BulkStep.id).where(BulkStep.run_id == run_id, BulkStep.outcome.is_(None))
    found = list(db.session.scalars(query.order_by(BulkStep.id).limit(PORTION)))
    db.session.rollback()
    return found


def do_step(run_id: int, step_id: int, now: datetime) -> None:
    """Do it to one booking, unless that is done already or the run was stopped."""
    try:
        with transaction():
            if (step := _open_step(run_id, step_id)) is not None:
                done = _do(run_id, step, now)
                step.outcome = Outcome.DONE if done else Outcome.NOTHING
    except DomainError as error:
        with transaction():
            if (step := _open_step(run_id, step_id)) is not None:
                step.outcome, step.reason = Outcome.REFUSED, error.code


def _open_step(run_id: int, step_id: int) -> BulkStep | None:
    step = find_and_lock(BulkStep, step_id)
    run = db.session.get_one(BulkRun, run_id, populate_existing=True)
    return step if step is not None and step.outcome is None and not run.stopped_at else None


def _do(run_id: int, step: BulkStep, now: datetime) -> bool:
    """Do it to one booking; say whether there was anything to do."""
    run = db.session.get_one(BulkRun, run_id)
    booking = db.session.get_one(Booking, step.booking_id, populate_existing=True)
    if run.undoes_id is not None:
        return take_back(run, booking, now)
    if run.deed is Deed.RESEND:
        return _resend(booking, now, run.begun_by)
    positions = {each.position for each in booking.tickets}
    if run.deed is Deed.MOVE:
        if run.ticket_type is None:
            raise UnknownType()
        wanted = Move(positions, run.ticket_type, run.reason)
        return move_tickets(booking, wanted, now, run.begun_by) > 0
    how = Cancelling(silent=run.deed is Deed.CANCEL_QUIETLY)
    return cancel_tickets(booking, positions, now, run.begun_by, how) > 0


def _resend(booking: Booking, now: datetime, actor: str) -> bool:
    if booking.cancelled_at is not None:
        return False
    if not booking.email:
        raise NoAddress()
    resend_confirmation(booking, now, actor)
    return True


def _finish(run_id: int, now: datetime) -> None:
    run = find_and_lock(BulkRun, run_id)
    is_open = (BulkStep.run_id == run_id, BulkStep.outcome.is_(None))
    one = select(BulkStep.id).where(*is_open).limit(1)
    if run is not None and run.finished_at is None and db.session.scalar(one) is None:
        run.finished_at = now
        run.reason = ""
