"""Groups at once: the last places go to one of them as a whole, and letters leave once."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.groups.commands import send_to_each
from ortenaudigital.bookings.groups.letters import GROUP_TICKET
from ortenaudigital.bookings.groups.models import BookingGroup
from ortenaudigital.bookings.groups.rules import Group, read_members
from ortenaudigital.bookings.models import Ticket
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.models import Letter
from tests.concurrency.together import times, together
from tests.factories import BOOKED_AT, booking_request, make_event, make_group
from tests.invited import set_type


@pytest.fixture
def event(context: Flask) -> Iterator[Event]:
    event = make_event(quota=30)
    set_type(event.slug, 0, max_per_group=30)
    yield event
    db.session.rollback()
    db.session.expire_all()


def count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_of_four_groups_for_the_last_thirty_places_one_gets_them_all(
    app: Flask, event: Event
) -> None:
    slug = event.slug
    members = read_members("\n".join(f"Gast{each} Vieler; ; a{each}@b.de" for each in range(30)))

    def press() -> object:
        wanted = booking_request(number=30, group=Group("Stadt Kehl", members))
        return book(slug, wanted, BOOKED_AT)

    db.session.rollback()
    came = together(app, *times(4, press))
    assert sorted(came)[-3:] == ["quota_full"] * 3 or came.count("sold_out") == 3, came
    assert (count(Ticket), count(BookingGroup)) == (30, 1)


def test_two_presses_send_each_ticket_once(app: Flask, event: Event) -> None:
    booking_id = make_group(event, "Berg; Bo; bo@example.org\nZahl; Zoé; zoe@example.org")
    db.session.rollback()
    db.session.expire_all()
    came = together(app, *times(4, lambda: send_to_each(get_booking(booking_id), BOOKED_AT)))
    assert sorted(came) == ["0", "0", "0", "2"]
    db.session.rollback()
    kind = select(func.count()).where(Letter.kind == GROUP_TICKET)
    assert db.session.scalar(kind) == 2
