"""Letters that waited too long: nothing is written about what is over, or called off, by then."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import update

from ortenaudigital.bookings import letters as about_bookings
from ortenaudigital.bookings.changes import ask_for_address
from ortenaudigital.bookings.changes import letters as changes
from ortenaudigital.bookings.groups import letters as groups
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.bookings.wait_list import letters as waiting
from ortenaudigital.bookings.wait_list.commands import leave
from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import EventState
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, make_booking, make_event, make_group, make_offered
from tests.features.bookings.wait_list.people import wait
from tests.features.events.states import CANCELLED, become
from tests.invited import set_type

MODULES = (about_bookings, changes, groups, waiting)
Made = dict[str, str]


@pytest.fixture
def made(context: Flask) -> Made:
    """Make what each letter is about; return its id, by the kind of the letter."""
    event = make_event(quota=6)
    set_type(event.slug, 0, max_per_group=30)
    booking = make_booking(event)
    group = get_booking(make_group(event, "Bert Eins; bert@example.org"))
    offered = make_offered(event)
    make_booking(event, number=2)
    waits, left = wait(event), wait(event)
    with transaction():
        leave(left, BOOKED_AT)
        change_id = ask_for_address(booking, "neu@example.org", BOOKED_AT)
    return {
        about_bookings.EVENT_CHANGED: str(booking.id),
        changes.CONFIRM_ADDRESS: str(change_id),
        groups.GROUP_SENDING: str(group.id),
        groups.GROUP_TICKET: str(group.tickets[0].id),
        waiting.JOINED: str(waits),
        waiting.ALREADY: str(waits),
        waiting.OFFER: str(offered),
        waiting.OFFER_CHANGED: str(offered),
        waiting.ENDED: str(left),
    }


COMPOSERS: dict[str, Callable[[str], object]] = {
    about_bookings.EVENT_CHANGED: about_bookings.event_changed,
    changes.CONFIRM_ADDRESS: changes.confirm_address,
    groups.GROUP_SENDING: groups.group_sending,
    groups.GROUP_TICKET: groups.group_ticket,
    waiting.JOINED: waiting.joined,
    waiting.ALREADY: waiting.already,
    waiting.OFFER: waiting.offer,
    waiting.OFFER_CHANGED: waiting.offer_changed,
    waiting.ENDED: waiting.ended,
}


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    for module in MODULES:
        monkeypatch.setattr(module, "utc_now", lambda: moment)


def written(made: Made) -> set[str]:
    db.session.rollback()
    db.session.expire_all()
    return {kind for kind, compose in COMPOSERS.items() if compose(made[kind]) is not None}


def test_nothing_is_written_about_what_is_over(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, BOOKED_AT)
    assert written(made) == set(COMPOSERS)
    at(monkeypatch, datetime.fromisoformat("2027-10-01T13:00+02:00"))
    assert written(made) == set()


def test_links_that_lead_nowhere_by_now_are_not_sent(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, BOOKED_AT + timedelta(days=1))
    dead = {changes.CONFIRM_ADDRESS, waiting.OFFER, waiting.OFFER_CHANGED}
    assert written(made) == set(COMPOSERS) - dead


def test_of_what_is_called_off_only_that_is_told(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, BOOKED_AT)
    with transaction():
        db.session.execute(update(Event).values(state=EventState.CANCELLED))
    assert written(made) == {waiting.ENDED}


def test_a_cancellation_is_not_told_afterwards(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = make_event()
    booking_id: UUID = make_booking(event).id
    become(event, CANCELLED, tell=True)
    for moment, told in ((BOOKED_AT, True), (event.last_day.closes_at, False)):
        at(monkeypatch, moment)
        assert (about_bookings.event_cancelled(str(booking_id)) is not None) == told
