"""What keeps guests from booking, and who gets past it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ortenaudigital.bookings.by_phone.rules import Barrier, Beyond, barriers_of
from ortenaudigital.bookings.errors import (
    BookingClosed,
    EventCancelled,
    NotBookable,
    NotYetOpen,
    TooManyTickets,
)
from ortenaudigital.bookings.rules import Offer
from ortenaudigital.events.rules import Access, EventState

NOW = datetime(2027, 6, 1, 12, tzinfo=UTC)
LATER, EARLIER = NOW + timedelta(days=1), NOW - timedelta(days=1)
OFFER = Offer(
    event_id=1,
    state=EventState.PUBLISHED,
    version=1,
    calendar_sequence=0,
    booking_opens_at=None,
    booking_closes_at=None,
    ends_at=NOW + timedelta(days=90),
    type_ends_at=NOW + timedelta(days=90),
    ticket_type_id=1,
    access=Access.PUBLIC,
    max_per_booking=6,
)


@pytest.mark.parametrize(
    ("changes", "number", "barriers"),
    [
        ({}, 6, []),
        ({}, 7, [Barrier.MANY]),
        ({"booking_opens_at": LATER}, 1, [Barrier.NOT_YET]),
        ({"booking_closes_at": EARLIER}, 1, [Barrier.CLOSED]),
        ({"access": Access.INVITATION}, 1, [Barrier.BY_INVITATION]),
        (
            {"booking_closes_at": NOW, "access": Access.INVITATION},
            9,
            [Barrier.CLOSED, Barrier.BY_INVITATION, Barrier.MANY],
        ),
        # Whoever calls proves no address by a click.
        ({"confirm_first": True}, 1, []),
    ],
)
def test_what_guests_could_not_do_is_said(
    changes: dict[str, object], number: int, barriers: list[Barrier]
) -> None:
    assert barriers_of(replace(OFFER, **changes), number, NOW) == barriers  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "number", "error"),
    [
        ({"state": EventState.CANCELLED}, 1, EventCancelled),
        ({"state": EventState.DRAFT}, 1, NotYetOpen),
        ({"type_ends_at": NOW}, 1, BookingClosed),
        ({"access": Access.EXHIBITORS}, 1, NotBookable),
        ({}, 0, NotBookable),
        ({}, 100, TooManyTickets),
    ],
)
def test_nobody_gets_past_this(
    changes: dict[str, object], number: int, error: type[Exception]
) -> None:
    with pytest.raises(error):
        barriers_of(replace(OFFER, **changes), number, NOW)  # type: ignore[arg-type]


def test_a_reason_holds_for_what_was_seen() -> None:
    seen = Beyond("Grußwort", [Barrier.CLOSED])
    assert seen.covers([Barrier.CLOSED])
    assert not seen.covers([Barrier.CLOSED, Barrier.FULL])
    assert not Beyond("", [Barrier.CLOSED]).covers([Barrier.CLOSED])
