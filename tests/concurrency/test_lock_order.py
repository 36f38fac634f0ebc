"""Whoever moves places locks ticket types first and then quotas, each in the order of their ids.

The limits come before both. Else two wait for each other for ever. On SQLite writers take turns,
and nothing is locked by rows.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, select
from sqlalchemy.exc import OperationalError

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.checkin.models import Device
from ortenaudigital.checkin.walkins.commands import give_shares
from ortenaudigital.events.models import Event, Quota, TicketType
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.limits.commands import Claim
from ortenaudigital.limits.models import Bucket
from ortenaudigital.limits.rules import UNASKED_LETTERS
from ortenaudigital.privacy import requests
from tests.concurrency.together import PATIENCE, await_waiting
from tests.factories import BOOKED_AT, booking_request, make_booking, make_device, make_event

Deed = Callable[[], object]


@pytest.fixture
def event(context: Flask) -> Event:
    """Both types draw on a hall; PostgreSQL would come to it first, were it left to itself."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("writers take turns")
    event = make_event(quota=100)
    with transaction():
        hall = Quota(event_id=event.id, slug="saal", size=50)
        for ticket_type in get_event(event.slug).ticket_types:
            ticket_type.draws_on = [ticket_type.quota, hall]
        # Made anew, the own quotas lie behind the hall in the table.
    with transaction():
        for ticket_type in get_event(event.slug).ticket_types:
            ticket_type.quota.title = {"de": "dahinter"}
    return get_event(event.slug)


def is_locked(row: Select[tuple[Any]]) -> bool:
    with db.engine.connect() as connection:
        try:
            connection.execute(row.with_for_update(nowait=True, key_share=True))
        except OperationalError:
            return True
        return False


def locked_while(app: Flask, held: Select[tuple[Any]], deed: Deed, row: Select[tuple[Any]]) -> bool:
    """Say whether a deed that has to wait for one row has locked another by then."""

    def run() -> None:
        with app.app_context(), transaction():
            deed()

    with ThreadPoolExecutor(1) as pool, db.engine.connect() as connection:
        # As weakly as whoever books: what only refers to the row need not wait.
        connection.execute(held.with_for_update(key_share=True))
        late = pool.submit(run)
        await_waiting(late)
        assert not late.done(), late.exception()
        locked = is_locked(row)
        connection.rollback()
        late.result(PATIENCE)
    return locked


def quota(quota_id: int) -> Select[tuple[Any]]:
    return select(Quota.id).where(Quota.id == quota_id)


def ticket_type(type_id: int) -> Select[tuple[Any]]:
    return select(TicketType.id).where(TicketType.id == type_id)


def test_quotas_are_locked_by_their_ids(context: Flask, event: Event) -> None:
    slug, own = event.slug, event.ticket_types[0].quota_id
    hall = event.ticket_types[0].draws_on[-1].id
    device_id, booking_id = make_device(event)[0].id, make_booking(event, number=3).id
    type_id = event.ticket_types[0].id
    db.session.rollback()
    deeds: dict[str, Deed] = {
        "book": lambda: book(slug, booking_request(), BOOKED_AT),
        "cancel": lambda: cancel_tickets(get_booking(booking_id), {1}, BOOKED_AT),
        "share": lambda: give_shares(
            db.session.get_one(Device, device_id), {type_id: 2}, BOOKED_AT, "olga"
        ),
    }
    assert own < hall
    for name, deed in deeds.items():
        assert not locked_while(context, quota(own), deed, quota(hall)), name
    # And it is seen what is locked.
    assert locked_while(context, quota(hall), deeds["book"], quota(own))


def test_all_types_are_locked_before_any_quota(context: Flask, event: Event) -> None:
    first, second = event.ticket_types
    type_ids, own = (first.id, second.id), first.quota_id
    device_id = make_device(event)[0].id
    db.session.rollback()

    def share() -> None:
        device = db.session.get_one(Device, device_id)
        give_shares(device, dict.fromkeys(type_ids, 2), BOOKED_AT, "olga")

    assert not locked_while(context, ticket_type(type_ids[1]), share, quota(own))


def test_limits_are_locked_before_types(context: Flask, event: Event) -> None:
    booking, (first, _) = make_booking(event, email="erika@example.org"), event.ticket_types
    mailbox = Claim(UNASKED_LETTERS, booking.email)
    db.session.rollback()
    with transaction():
        db.session.add(Bucket(key=mailbox.key, full_at=BOOKED_AT.timestamp()))
    bucket = select(Bucket.key).where(Bucket.key == mailbox.key)

    def forget() -> None:
        requests.erase(requests.find("erika@example.org"), BOOKED_AT, "olga")

    # As who books does, who takes from the limits before the places.
    assert not locked_while(context, bucket, forget, ticket_type(first.id))
