"""Extra places that organisers added are taken back, down to what is booked and promised."""

import pytest
from flask import Flask

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.organising.errors import UnknownQuota
from ortenaudigital.bookings.organising.moving import Move, move_tickets
from ortenaudigital.bookings.organising.places import take_extra_back
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.events.models import Event, Quota
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, make_booking, make_event

OLGA = "olga@example.org"


def take_back(event: Event, quota_id: int) -> tuple[int, int | None, int, int]:
    """Return how many were taken back, and what the quota is then."""
    with transaction():
        number = take_extra_back(event, quota_id, BOOKED_AT, OLGA)
    quota = db.session.get_one(Quota, quota_id, populate_existing=True)
    found = (number, quota.size, quota.extra, quota.granted)
    db.session.rollback()
    return found


def test_extra_places_go_as_far_as_nobody_has_or_is_promised_them(context: Flask) -> None:
    event = make_event()
    booking_id = make_booking(event, number=4).id
    with transaction():
        target = event.ticket_types[1]
        target.quota.resize(1, overbook=0)
        quota_id = target.quota.id
    with transaction():
        wanted = Move({1, 2, 3}, event.ticket_types[1], "Der Saal ist groß genug")
        assert move_tickets(get_booking(booking_id), wanted, BOOKED_AT, OLGA) == 3
    # One was there, two were added, and all are booked.
    assert take_back(event, quota_id) == (0, 3, 2, 2)
    with transaction():
        cancel_tickets(get_booking(booking_id), {1, 2}, BOOKED_AT, OLGA)
        # One of the two that came free is for somebody who waits.
        db.session.get_one(Quota, quota_id).freed = 1
    assert take_back(event, quota_id) == (1, 2, 1, 1)
    with transaction():
        db.session.get_one(Quota, quota_id).freed = 0
    assert take_back(event, quota_id) == (1, 1, 0, 0)
    assert take_back(event, quota_id) == (0, 1, 0, 0)
    entries = list_entries(f"event:{event.id}")
    told = [each.details for each in entries if each.action == "events.extra_places_taken_back"]
    assert [(each["was"], each["becomes"]) for each in told] == [(2, 1), (1, 0)]
    other = make_event(slug="andere", title="Andere")
    with pytest.raises(UnknownQuota):
        take_back(other, quota_id)
