"""Questions about what is, or would be, done to many bookings."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, case, func, literal, null, select

from ortenaudigital.bookings.bulk.errors import UnknownRun
from ortenaudigital.bookings.bulk.models import BulkRun, BulkStep
from ortenaudigital.bookings.bulk.rules import Deed, Obstacle, Outcome
from ortenaudigital.bookings.lists.presence import Presence, of_presence
from ortenaudigital.bookings.models import Booking
from ortenaudigital.events.models import Day, Event
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.paging import Page, Place, read_page

FIRST = 10


@dataclass(frozen=True)
class Preview:
    """How many are meant, how many of them it will be refused to and why, and the first ten."""

    number: int
    obstacles: dict[Obstacle, int]
    first: Sequence[Booking]

    @property
    def possible(self) -> int:
        """Return to how many it will be done, as far as is known."""
        return self.number - sum(self.obstacles.values())


def preview(deed: Deed, meant: Select[UUID], days: Sequence[Day]) -> Preview:
    """Say what would come of a deed; `days` are those on which somebody may be inside."""
    of_letters = deed is Deed.RESEND
    obstacle = case(
        (Booking.erased_at.is_not(None), Obstacle.ERASED.value),
        (Booking.cancelled_at.is_not(None), Obstacle.CANCELLED.value),
        ((Booking.email == "") & literal(of_letters), Obstacle.NO_ADDRESS.value),
        (
            of_presence(Presence.INSIDE, days) & literal(not of_letters),
            Obstacle.INSIDE.value,
        ),
        else_=null(),
    ).label("obstacle")
    rows = select(obstacle).where(Booking.id.in_(meant)).subquery()
    query = select(rows.c.obstacle, func.count()).group_by(rows.c.obstacle)
    counted: dict[str | None, int] = dict(db.session.execute(query).all())
    first = select(Booking).where(Booking.id.in_(meant)).order_by(Booking.created_at, Booking.id)
    return Preview(
        number=sum(counted.values()),
        obstacles={Obstacle(why): number for why, number in counted.items() if why},
        first=db.session.scalars(first.limit(FIRST)).unique().all(),
    )


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


def list_open() -> Sequence[int]:
    """List what was begun and is not done, the oldest first."""
    return db.session.scalars(
        select(BulkRun.id).where(BulkRun.finished_at.is_(None)).order_by(BulkRun.id)
    ).all()
