"""What is offered is kept for a moment; whoever books meanwhile is judged by what holds."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.errors import EventCancelled, EventChanged, NotBookable, NotYetOpen
from ortenaudigital.bookings.making.requests import BookingRequest
from ortenaudigital.bookings.models import Booking
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rules import Access, EventState
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.db.kept import Kept
from ortenaudigital.limits.models import Bucket
from tests.factories import BOOKED_AT, booking_request, make_event
from tests.sent_statements import statements


@pytest.fixture
def slug(context: Flask, monkeypatch: pytest.MonkeyPatch) -> str:
    """An event whose offer is kept for longer than any test takes, from before it changes."""
    monkeypatch.setitem(context.extensions, "kept", {"offers": Kept(600)})
    slug = str(make_event().slug)
    press(slug)
    return slug


def press(slug: str, request: BookingRequest | None = None) -> object:
    with transaction():
        return book(slug, request or booking_request(), BOOKED_AT)


def change(slug: str, **values: object) -> Event:
    """Change an event as whoever edits it does: under the next version."""
    with transaction():
        event = get_event(slug)
        for name, value in {"version": event.version + 1, **values}.items():
            setattr(event, name, value)
    return event


def bookings() -> int:
    return db.session.scalar(select(func.count()).select_from(Booking)) or 0


def test_an_offer_is_asked_for_once(slug: str) -> None:
    with statements() as sent:
        press(slug)
    assert [each for each in sent if "booking_opens_at" in each] == []


def test_an_event_that_was_called_off_meanwhile_takes_nobody(slug: str) -> None:
    change(slug, state=EventState.CANCELLED)
    with pytest.raises(EventCancelled):
        press(slug)
    assert bookings() == 1
    db.session.rollback()
    assert get_event(slug).ticket_types[0].taken == 1


def test_a_ticket_for_another_day_than_the_one_offered_is_not_booked(slug: str) -> None:
    change(slug, calendar_sequence=7)
    with pytest.raises(EventChanged):
        press(slug)
    assert bookings() == 1


def test_what_only_reads_differently_is_booked(slug: str) -> None:
    change(slug, title="Ortenau Digital, neu")
    press(slug)
    assert bookings() == 2


def test_what_is_no_longer_for_everyone_is_refused(slug: str) -> None:
    event = change(slug)
    with transaction():
        get_event(event.slug).ticket_types[0].access = Access.INVITATION
    with pytest.raises(NotBookable):
        press(slug)
    assert bookings() == 1


def test_what_opens_meanwhile_is_booked(
    context: Flask, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(slug, booking_opens_at=BOOKED_AT + timedelta(days=1))
    monkeypatch.setitem(context.extensions, "kept", {"offers": Kept(600)})
    with pytest.raises(NotYetOpen):
        press(slug)
    change(slug, booking_opens_at=BOOKED_AT - timedelta(days=1))
    press(slug)
    assert bookings() == 2


def test_who_has_booked_is_told_so_when_it_is_closed(slug: str) -> None:
    request = booking_request(request_id=uuid4())
    first = press(slug, request)
    change(slug, state=EventState.CANCELLED)
    with pytest.raises(EventCancelled):
        press(slug)
    assert press(slug, request) == first
    db.session.rollback()
    assert bookings() == 2


def test_a_repeat_costs_no_letter(
    context: Flask, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(context.config, "RATE_LIMITS", True)
    request = booking_request(request_id=uuid4())
    first = press(slug, request)
    before = db.session.scalars(select(Bucket.full_at)).all()
    assert press(slug, request) == first
    db.session.rollback()
    assert db.session.scalars(select(Bucket.full_at)).all() == pytest.approx(before)
    assert before
