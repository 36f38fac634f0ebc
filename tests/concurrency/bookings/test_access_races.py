"""Many at once with one code or one invitation: no more tickets than it is for."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.bookings.access.invitations import remind
from ortenaudigital.bookings.access.models import AccessCode, Invitation
from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.models import Ticket
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.bookings.rules import Right, Way
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.models import Letter
from tests.concurrency.together import times, together
from tests.factories import BOOKED_AT, booking_request, make_booking, make_event
from tests.invited import make_code, make_invitation, set_type

MANY = 16


@pytest.fixture
def event(context: Flask) -> Iterator[Event]:
    event = make_event()
    yield event
    db.session.rollback()
    db.session.expire_all()


def press(slug: str, right: Right | None = None, **changes: object) -> Callable[[], UUID]:
    kind = {"ticket_type": "fachticket"} if right else {}
    return lambda: book(slug, booking_request(right=right, **kind, **changes), BOOKED_AT)


def free() -> None:
    db.session.rollback()
    db.session.expire_all()


def tickets() -> int:
    free()
    valid = select(func.count()).select_from(Ticket).where(Ticket.cancelled_at.is_(None))
    return db.session.scalar(valid) or 0


def test_a_single_code_is_used_once_by_sixteen(app: Flask, event: Event) -> None:
    code = make_code(event)
    slug, right = event.slug, Right(Way.CODE, code.id)
    free()
    came = together(app, *times(MANY, press(slug, right)))
    assert sorted(each for each in came if "_" in each) == ["code_used_up"] * (MANY - 1)
    assert tickets() == 1
    assert db.session.scalars(select(AccessCode.used)).one() == 1


def test_an_invitation_for_two_gives_two(app: Flask, event: Event) -> None:
    one = make_invitation(event, number=2)
    slug, right = event.slug, Right(Way.INVITATION, one.id)
    free()
    came = together(app, *times(MANY, press(slug, right)))
    assert sorted(each for each in came if "_" in each) == ["invitation_used_up"] * (MANY - 2)
    assert tickets() == 2


def test_who_cancels_and_who_books_by_one_code_never_wait_for_one_another(
    app: Flask, event: Event
) -> None:
    code = make_code(event, size=4)
    slug, right = event.slug, Right(Way.CODE, code.id)
    made = [make_booking(event, right=right, ticket_type="fachticket").id for _ in range(4)]
    free()
    gone = [lambda key=key: cancel_tickets(get_booking(key), {1}, BOOKED_AT) for key in made]
    came = together(app, *gone, *times(8, press(slug, right)))
    assert came[:4] == ["1"] * 4
    assert set(came[4:]) <= {each for each in came if "-" in each} | {"code_used_up"}
    assert tickets() == db.session.scalars(select(AccessCode.used)).one() <= 4


def test_one_address_gets_no_more_than_its_tickets_by_sixteen_presses(
    app: Flask, event: Event
) -> None:
    slug = event.slug
    set_type(slug, 0, max_per_address=2)
    free()
    came = together(app, *times(MANY, press(slug)))
    assert came.count("enough_for_address") == MANY - 2
    assert tickets() == 2


def test_two_who_remind_at_once_write_one_letter_to_each(app: Flask, event: Event) -> None:
    slug = event.slug
    make_invitation(event)
    later = BOOKED_AT + timedelta(days=2)
    free()
    came = together(app, *times(2, lambda: remind(get_event(slug), 1, later, "olga")))
    assert sorted(came) == ["1", "other_number"]
    free()
    reminders = select(func.count()).where(Letter.kind == "invitations.reminder")
    assert db.session.scalar(reminders) == 1
    assert db.session.scalars(select(Invitation.reminded_at)).one() == later
