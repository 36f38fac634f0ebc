"""Runs over many bookings, for the tests of them."""

from uuid import UUID, uuid4

from sqlalchemy import func, select

from ortenaudigital.bookings.bulk import worker
from ortenaudigital.bookings.bulk.commands import Move, Wanted, begin
from ortenaudigital.bookings.bulk.models import BulkRun
from ortenaudigital.bookings.bulk.queries import count_outcomes
from ortenaudigital.bookings.bulk.rules import Deed, Outcome
from ortenaudigital.bookings.lists.filters import ALL
from ortenaudigital.bookings.lists.pages import select_meant
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.models import Letter
from tests.factories import BOOKED_AT

OLGA = "olga@example.org"


def start(
    event: Event,
    deed: Deed,
    number: int = 4,
    request_id: UUID | None = None,
    move: Move | None = None,
) -> int:
    wanted = Wanted(deed, select_meant(event, ALL), number, request_id or uuid4(), move)
    with transaction():
        return begin(event, wanted, BOOKED_AT, OLGA)


def go_on() -> None:
    worker.do_many(lambda: BOOKED_AT)


def outcomes(run_id: int) -> dict[Outcome | None, int]:
    found = count_outcomes(db.session.get_one(BulkRun, run_id))
    db.session.rollback()
    return found


def letters(kind: str) -> int:
    found = db.session.scalar(select(func.count()).where(Letter.kind == kind)) or 0
    db.session.rollback()
    return found


def taken() -> int:
    found = sum(each.taken for each in db.session.scalars(select(TicketType)).unique())
    db.session.rollback()
    return found
