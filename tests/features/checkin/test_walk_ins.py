"""Walk-ins: a ticket at the door, from the share of a phone or from what is left."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.commands import retire
from ortenaudigital.checkin.errors import ShareUsed
from ortenaudigital.checkin.models import Device, WalkInShare
from ortenaudigital.checkin.queries import count_in
from ortenaudigital.checkin.walkins.commands import give_shares
from ortenaudigital.events.errors import SoldOut
from ortenaudigital.kernel.db import db, transaction
from tests.factories import make_booking, make_event
from tests.features.checkin.door import MINUTE, Phone, admissions, citizen_type, places


def test_walk_in_makes_a_ticket_and_counts_against_the_quota(context: Flask, now: datetime) -> None:
    event = make_event(quota=2)
    type_id = citizen_type(event).id
    phone = Phone(event)
    named = phone.walk_in(now, type_id, name="Karla Kurz")
    nameless = phone.walk_in(now, type_id)
    third = phone.walk_in(now, type_id)
    assert [r.verdict for r in (named, nameless, third)] == ["welcome", "welcome", "sold_out"]
    assert named.ticket is not None
    assert named.ticket.name == "Karla Kurz"
    assert places(event) == 2
    assert len(admissions()) == 2
    bookings = db.session.scalars(select(Booking)).all()
    assert {(b.email, b.at_door) for b in bookings} == {("", True)}


def test_walk_in_again_is_the_same_walk_in(context: Flask, now: datetime) -> None:
    event = make_event()
    phone, scan_id = Phone(event), uuid4()
    type_id = citizen_type(event).id
    answers = [phone.walk_in(now, type_id, scan_id=scan_id) for _ in range(3)]
    assert {a.verdict for a in answers} == {"welcome"}
    assert len({a.ticket.id for a in answers if a.ticket}) == 1
    assert places(event) == 1


@pytest.mark.parametrize(
    ("hours", "slug", "verdict"),
    [(-2, "buergerticket", "not_open"), (-200, "buergerticket", "wrong_day"), (0, "", "forbidden")],
)
def test_walk_in_is_refused(
    context: Flask, now: datetime, hours: int, slug: str, verdict: str
) -> None:
    event = make_event()
    other = make_event(slug="anderes")
    wanted = citizen_type(event if slug else other)
    refused = Phone(event).walk_in(now + timedelta(hours=hours), wanted.id, shown="welcome")
    assert (refused.verdict, refused.conflict) == (verdict, True)
    assert db.session.scalar(select(func.count()).select_from(Ticket)) == 0


def test_undo_of_a_walk_in_gives_the_place_back(context: Flask, now: datetime) -> None:
    event = make_event(quota=1)
    type_id = citizen_type(event).id
    phone = Phone(event)
    came = phone.walk_in(now, type_id)
    over = now + timedelta(days=2)
    late = phone.undo(now + MINUTE, came.scan_id, received=over, shown="undone")
    assert late.verdict == "undone"
    assert places(event) == 0
    assert admissions() == []
    assert phone.walk_in(now + 2 * MINUTE, type_id).verdict == "welcome"


def test_a_share_is_taken_at_once_used_first_and_given_back(context: Flask, now: datetime) -> None:
    event = make_event(quota=5)
    kind = citizen_type(event)
    phone = Phone(event)
    device = db.session.get_one(Device, phone.device.id)
    with transaction():
        give_shares(device, {kind.id: 3}, now, "olga")
    assert places(event) == 3
    assert count_in(event.days[1])[1] == 0
    make_booking(event, number=2)
    with pytest.raises(SoldOut), transaction():
        give_shares(device, {kind.id: 4}, now, "olga")
    for _ in range(2):
        assert phone.walk_in(now, kind.id, shown="welcome").verdict == "welcome"
    assert places(event) == 5
    assert count_in(event.days[1]) == (2, 4)
    with pytest.raises(ShareUsed), transaction():
        give_shares(db.session.get_one(Device, device.id), {kind.id: 1}, now, "olga")
    with transaction():
        retire(db.session.get_one(Device, device.id), now, "olga")
    assert places(event) == 4
    assert db.session.scalars(select(WalkInShare.number)).all() == [2]


def test_a_walk_in_beyond_all_places_is_a_conflict_when_it_went_in_offline(
    context: Flask, now: datetime
) -> None:
    event = make_event(quota=1)
    make_booking(event)
    late = Phone(event).walk_in(now, citizen_type(event).id, shown="welcome")
    assert (late.verdict, late.conflict) == ("sold_out", True)
