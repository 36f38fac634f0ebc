"""Questions about what is done to many bookings."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from ortenaudigital.bookings.bulk.errors import UnknownRun
from ortenaudigital.bookings.bulk.models import BulkRun, BulkStep
from ortenaudigital.bookings.bulk.rules import Outcome
from ortenaudigital.bookings.models import Booking
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.paging import Page, Place, read_page


def get_run(event: Event, run_id: int) -> BulkRun:
    """Return what was begun at an event. Raises UnknownRun."""
    run = db.session.get(BulkRun, run_id)
    if run is None or run.event_id != event.id:
        raise UnknownRun()
    return run


def find_run(request_id: UUID) -> BulkRun | None:
    """Find what was begun by a form."""
    return db.session.scalar(select(BulkRun).where(BulkRun.request_id == request_id))


def count_outcomes(run: BulkRun) -> dict[Outcome | None, int]:
    """Count by what came of it; None for those that still wait."""
    query = select(BulkStep.outcome, func.count()).where(BulkStep.run_id == run.id)
    return dict(db.session.execute(query.group_by(BulkStep.outcome)).all())


def list_steps(
    run: BulkRun, outcome: Outcome | None, after: int | None, number: int
) -> Page[BulkStep]:
    """List the bookings of a run with what came of each, those of one outcome if it is given."""
    query = select(BulkStep).where(BulkStep.run_id == run.id)
    if outcome is not None:
        query = query.where(BulkStep.outcome == outcome)
    place = Place(after=None if after is None else [after])
    return read_page(query, [BulkStep.id], place, number, ascending=True)


def bookings_of(steps: Sequence[BulkStep]) -> dict[UUID, Booking]:
    """Return the bookings of some steps by their ids."""
    query = select(Booking).where(Booking.id.in_([each.booking_id for each in steps]))
    return {each.id: each for each in db.session.scalars(query).unique()}


def list_runs(event: Event, after: int | None) -> Page[BulkRun]:
    """List what was begun at an event, the latest first; how many there are is not counted."""
    query = select(BulkRun).where(BulkRun.event_id == event.id)
    return read_page(query, [BulkRun.id], Place(after=None if after is None else [after]), 0)


def count_waiting(runs: Sequence[BulkRun]) -> dict[int, int]:
    """Count the bookings that still wait, by the id of their run."""
    ids = [each.id for each in runs if each.finished_at is None]
    query = select(BulkStep.run_id, func.count()).where(BulkStep.run_id.in_(ids))
    query = query.where(BulkStep.outcome.is_(None)).group_by(BulkStep.run_id)
    return dict(db.session.execute(query).all()) if ids else {}


def list_open() -> Sequence[int]:
    """List what was begun and is not done, the oldest first."""
    return db.session.scalars(
        select(BulkRun.id).where(BulkRun.finished_at.is_(None)).order_by(BulkRun.id)
    ).all()
