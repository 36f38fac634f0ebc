"""Figures that are counted as they happen agree with a recount, whatever was done."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import delete, insert, select, text, update

from ortenaudigital.bookings.changes import Cancelling, cancel_tickets
from ortenaudigital.bookings.models import BookedCount, Booking, Ticket
from ortenaudigital.bookings.queries import bookings_per_day
from ortenaudigital.checkin.models import Admission, AdmissionCount, VisitorCount
from ortenaudigital.checkin.queries import arrivals, count_admitted, count_in, count_people_in
from ortenaudigital.checkin.reports.attendance import Count, attendance, count_since, list_inside
from ortenaudigital.checkin.sync.standing import read_standing
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import list_checkpoints
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.reporting.council.queries import count_figures
from tests.factories import WORKSHOP, make_booking, make_device, make_event

pytestmark = pytest.mark.usefixtures("context")


def step(moment: datetime, seconds: int) -> int:
    return int(moment.timestamp()) // seconds


def recounted() -> tuple[dict[Any, Any], dict[Any, Any], dict[Any, Any]]:
    """Count in Python from the rows themselves."""
    booked: Counter[Any] = Counter()
    for ticket in db.session.scalars(select(Ticket)).unique():
        if ticket.cancelled_at is None:
            booked[ticket.ticket_type_id, step(ticket.booking.created_at, 900)] += 1
    admitted: dict[Any, list[int]] = {}
    visitors: dict[int, dict[Any, bool]] = {}
    for each in db.session.scalars(select(Admission)).unique():
        kind = each.ticket.ticket_type_id
        key = (each.checkpoint_id, kind, step(each.admitted_at, 300))
        numbers = admitted.setdefault(key, [0, 0, 0, 0])
        numbers[0] += 1
        numbers[1] += each.left_at is not None
        numbers[2] += each.ticket.booking.at_door
        numbers[3] += each.ticket.cancelled_at is not None
        if each.checkpoint.is_entrance:
            came = visitors.setdefault(kind, {})
            came[each.ticket_id] = each.ticket.cancelled_at is not None
    people = {kind: (len(came), sum(came.values())) for kind, came in visitors.items()}
    return dict(booked), admitted, people


def counted() -> tuple[dict[Any, Any], dict[Any, Any], dict[Any, Any]]:
    booked = db.session.scalars(select(BookedCount))
    admitted = db.session.scalars(select(AdmissionCount))
    visitors = db.session.scalars(select(VisitorCount))
    return (
        {(each.ticket_type_id, each.quarter): each.number for each in booked if each.number},
        {
            (each.checkpoint_id, each.ticket_type_id, each.step): [
                each.admitted,
                each.outside,
                each.walk_ins,
                each.cancelled,
            ]
            for each in admitted
            if each.admitted
        },
        {each.ticket_type_id: (each.number, each.cancelled) for each in visitors if each.number},
    )


def agree() -> bool:
    db.session.expire_all()
    return counted() == recounted()


def checkpoint_of(event: Event, place: int) -> int:
    """Return the entrance of the first day (0), that of the second (1), or its workshop (2)."""
    return list_checkpoints(event)[place].id


def let_in(event: Event, ticket: Ticket, at: datetime, place: int = 1) -> None:
    device, _ = make_device(event, name=uuid4().hex)
    moments = {"admitted_at": at, "entered_at": at}
    ids = {
        "ticket_id": ticket.id,
        "checkpoint_id": checkpoint_of(event, place),
        "device_id": device.id,
    }
    with transaction():
        db.session.add(Admission(scan_id=uuid4(), **ids, **moments))


def test_booked_tickets_agree_with_a_recount(now: datetime) -> None:
    event = make_event()
    bookings = [make_booking(event, now - timedelta(days=n), number=3) for n in range(4)]
    assert agree()
    assert counted()[0]
    before = now - timedelta(days=1)
    with transaction():
        cancel_tickets(db.session.get_one(Booking, bookings[0].id), {1, 3}, before)
    assert sum(number for _, number in bookings_per_day(event)) == 10
    assert agree()
    with transaction():
        # Taken back by hand, by whoever looks after the database.
        db.session.execute(update(Ticket).values(cancelled_at=None))
    assert sum(number for _, number in bookings_per_day(event)) == 12
    assert agree()
    with transaction():
        db.session.execute(delete(Ticket).where(Ticket.booking_id == bookings[1].id))
    assert sum(number for _, number in bookings_per_day(event)) == 9
    assert agree()


def test_admissions_agree_with_a_recount(now: datetime) -> None:
    event = make_event()
    tickets = make_booking(event, number=4).valid_tickets
    for number, ticket in enumerate(tickets):
        let_in(event, ticket, now + timedelta(minutes=4 * number))
    let_in(event, tickets[0], now - timedelta(days=1), place=0)
    assert agree()
    assert count_people_in(event) == 4
    first, second = event.days
    assert [number for _, number in arrivals(event)[second.id]] == [2, 1, 1]
    assert [number for _, number in arrivals(event)[first.id]] == [1]
    with transaction():
        db.session.execute(update(Booking).values(at_door=False))
        out = update(Admission).where(Admission.ticket_id == tickets[1].id)
        db.session.execute(out.values(left_at=now + timedelta(hours=1)))
    assert agree()
    for place, people in ((1, 4), (0, 3)):
        with transaction():
            gone = delete(Admission).where(Admission.ticket_id == tickets[0].id)
            db.session.execute(gone.where(Admission.checkpoint_id == checkpoint_of(event, place)))
        # Who came on two days is gone only with the last of them.
        assert count_people_in(event) == people
        assert agree()


def cancel(tickets: list[Ticket], moment: datetime | None) -> None:
    with transaction():
        theirs = update(Ticket).where(Ticket.id.in_([each.id for each in tickets]))
        db.session.execute(theirs.values(cancelled_at=moment))


def test_who_came_was_expected_whatever_became_of_the_ticket(now: datetime) -> None:
    event = make_event(checkpoints=WORKSHOP)
    first, second = event.days
    booking = make_booking(event, number=4)
    tickets = booking.valid_tickets
    for number, place in ((0, 1), (0, 2), (1, 1), (2, 1)):
        let_in(event, tickets[number], now, place)
    with transaction():
        again, how = db.session.get_one(Booking, booking.id), Cancelling(although_inside=True)
        assert cancel_tickets(again, {1, 2, 3}, now, how=how) == 3
    # Four were expected, and three came; each place that is free again was given back.
    assert agree()
    assert counted()[2] == {tickets[0].ticket_type_id: (3, 3)}
    assert count_in(second) == (3, 4)
    assert attendance(event).total(second) == Count(came=3, cancelled=3, expected=4)
    device, _ = make_device(event)
    standing = read_standing(device.id, event.id, now)
    assert (standing.inside, standing.expected) == (3, 4)
    (citizens, _), figures = event.ticket_types, count_figures(event)
    assert (citizens.taken, figures.booked, figures.came, figures.missing) == (1, 4, 3, 1)
    assert figures.cancelled == 0
    # By hand somebody is let in on a day that the ticket is not for, or after it was cancelled.
    let_in(event, tickets[3], first.opens_at, place=0)
    let_in(event, tickets[0], first.opens_at, place=0)
    assert agree()
    assert count_in(first) == (2, 2)
    assert attendance(event).total(first) == Count(came=2, cancelled=1, expected=2)
    standing = read_standing(device.id, event.id, first.opens_at)
    assert (standing.inside, standing.expected) == (2, 2)
    cancel(tickets[:1], None)
    assert agree()
    with transaction():
        db.session.execute(delete(Admission).where(Admission.ticket_id == tickets[1].id))
    assert agree()


def test_admissions_inside_the_house_are_counted_apart(now: datetime) -> None:
    event = make_event(checkpoints=WORKSHOP)
    first, second, _ = make_booking(event, number=3).valid_tickets
    for ticket, place in ((first, 1), (first, 2), (second, 2)):
        let_in(event, ticket, now, place=place)
    assert agree()
    day = event.days[1]
    # Who is in the house came through its entrance.
    assert count_people_in(event) == 1
    assert attendance(event).total(day).came == 1
    assert [number for _, number in arrivals(event)[day.id]] == [1]
    assert count_since(day, now) == 1
    (inside,) = list_inside(day)
    assert (inside.checkpoint.slug, inside.came, inside.out) == ("workshop", 2, 0)
    assert list_inside(event.days[0]) == []
    # Yet where only the workshop was scanned, people came as well.
    assert count_admitted(event) == {day.id: 2}
    with transaction():
        db.session.execute(delete(Admission).where(Admission.ticket_id == first.id))
    assert agree()
    assert count_people_in(event) == 0
    assert list_inside(day)[0].came == 1


def test_who_came_on_two_days_is_taken_away_at_once(now: datetime) -> None:
    event = make_event()
    both, one = make_booking(event, number=2).valid_tickets
    for ticket, place in ((both, 0), (both, 1), (one, 1)):
        let_in(event, ticket, now, place=place)
    with transaction():
        db.session.execute(delete(Admission).where(Admission.ticket_id == both.id))
    assert count_people_in(event) == 1
    assert agree()


def test_a_statement_writes_each_count_once(now: datetime) -> None:
    event = make_event(quota=200)
    (device, _), at = make_device(event), {"admitted_at": now, "entered_at": now}
    place = {"checkpoint_id": checkpoint_of(event, 1), "device_id": device.id}
    tickets = [each for _ in range(3) for each in make_booking(event, number=4).valid_tickets]
    rows = [{"ticket_id": each.id, "scan_id": uuid4()} | place | at for each in tickets]
    with transaction():
        db.session.execute(insert(Admission), rows[:2])
    with transaction():
        before = versions()
        db.session.execute(insert(Admission).values(rows[2:]))
        if before is not None:
            # PostgreSQL follows a row through all versions that one transaction makes of it.
            assert versions() == before + 1
    assert agree()
    assert count_people_in(event) == len(tickets)


def versions() -> int | None:
    """Return how often this transaction wrote a count of admissions anew; None on SQLite."""
    if db.engine.dialect.name == "sqlite":
        return None
    query = "SELECT pg_stat_get_xact_tuples_updated(CAST('admission_count' AS regclass))"
    return int(db.session.scalar(text(query)) or 0)


def test_figures_can_be_counted_anew(now: datetime) -> None:
    """Whoever writes in bulk counts once at the end, by what the migration counts with."""
    event = make_event(checkpoints=WORKSHOP)
    first, second, _ = make_booking(event, number=3).valid_tickets
    for ticket, place in ((first, 1), (first, 2), (second, 2)):
        let_in(event, ticket, now, place=place)
    cancel([first, second], now)
    script = ScriptDirectory("migrations").get_revision("inside_with_a_cancelled_ticket")
    assert script is not None
    db.session.rollback()
    with db.engine.begin() as connection:
        for table in (AdmissionCount, VisitorCount, BookedCount):
            connection.execute(delete(table))
        script.module.recount(connection)
    assert agree()
    assert counted()[2] == {first.ticket_type_id: (1, 1)}


def test_what_is_rolled_back_was_not_counted(now: datetime) -> None:
    event = make_event()
    booking = make_booking(event, now)
    db.session.execute(delete(Ticket).where(Ticket.booking_id == booking.id))
    assert sum(number for _, number in bookings_per_day(event)) == 0
    db.session.rollback()
    assert [number for _, number in bookings_per_day(event)] == [1]
    assert agree()


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Kathmandu", "America/St_Johns", "UTC"])
def test_days_of_bookings_are_those_of_the_event(zone: str) -> None:
    event = make_event(quota=1000)
    with transaction():
        db.session.get_one(Event, event.id).timezone = zone
    # Around midnight in every zone, and around the change of the clocks.
    starts = datetime(2027, 3, 27, 0, 7, tzinfo=UTC)
    expected: Counter[date] = Counter()
    for number in range(60):
        moment = starts + number * timedelta(minutes=45)
        make_booking(event, moment, email=f"{number}@example.org")
        shown = moment.astimezone(ZoneInfo(zone))
        expected[shown.date()] += 1
    db.session.expire_all()
    event = db.session.get_one(Event, event.id)
    assert bookings_per_day(event) == sorted(expected.items())
