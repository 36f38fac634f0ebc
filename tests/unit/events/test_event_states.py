"""What may become of an event, on plain values."""

from datetime import UTC, datetime, timedelta

import pytest

from ortenaudigital.bookings.errors import BookingCalledOff, EventCancelled, NotYetOpen
from ortenaudigital.bookings.rules import check_changeable, check_open
from ortenaudigital.events.errors import EventEnded, MoveNotPossible, StillReliedOn
from ortenaudigital.events.rules import (
    MOVES,
    EventState,
    Phase,
    booking_phase,
    check_move,
    possible_moves,
)
from ortenaudigital.kernel.errors import DomainError

ENDS = datetime(2027, 10, 1, 13, tzinfo=UTC)
BEFORE, AFTER = ENDS - timedelta(days=1), ENDS
DRAFT, PUBLISHED, CANCELLED = EventState.DRAFT, EventState.PUBLISHED, EventState.CANCELLED


@pytest.mark.parametrize(
    ("state", "wanted", "now", "relied_on", "refusal"),
    [
        (DRAFT, PUBLISHED, BEFORE, False, None),
        (DRAFT, PUBLISHED, AFTER, False, None),  # an archive
        (DRAFT, CANCELLED, BEFORE, False, MoveNotPossible),
        (DRAFT, DRAFT, BEFORE, False, MoveNotPossible),
        (PUBLISHED, DRAFT, BEFORE, False, None),
        (PUBLISHED, DRAFT, BEFORE, True, StillReliedOn),
        (PUBLISHED, DRAFT, AFTER, False, None),
        (PUBLISHED, PUBLISHED, BEFORE, True, MoveNotPossible),
        (PUBLISHED, CANCELLED, BEFORE, True, None),
        (PUBLISHED, CANCELLED, BEFORE, False, None),
        (PUBLISHED, CANCELLED, AFTER, True, EventEnded),
        (CANCELLED, PUBLISHED, BEFORE, True, None),
        (CANCELLED, PUBLISHED, AFTER, True, EventEnded),
        (CANCELLED, DRAFT, BEFORE, False, MoveNotPossible),
        (CANCELLED, CANCELLED, BEFORE, True, MoveNotPossible),
    ],
)
def test_every_move(
    state: EventState,
    wanted: EventState,
    now: datetime,
    relied_on: bool,
    refusal: type[DomainError] | None,
) -> None:
    possible = possible_moves(state, [ENDS], now, relied_on=relied_on)
    assert (wanted in possible) == (refusal is None)
    if refusal is None:
        check_move(state, wanted, [ENDS], now, relied_on=relied_on)
        return
    with pytest.raises(refusal):
        check_move(state, wanted, [ENDS], now, relied_on=relied_on)


def test_the_table_knows_every_state() -> None:
    assert set(MOVES) == set(EventState)
    # That one is erased, owners decide elsewhere; from there nothing leads back.
    assert set.union(*map(set, MOVES.values())) == set(EventState) - {EventState.ERASING}
    assert MOVES[EventState.ERASING] == frozenset()


def test_a_cancelled_event_cannot_be_booked_and_is_not_called_over() -> None:
    for now in (BEFORE, AFTER):
        assert booking_phase(CANCELLED, now, None, None, [ENDS]) is Phase.CANCELLED
    with pytest.raises(EventCancelled):
        check_open(Phase.CANCELLED)
    with pytest.raises(BookingCalledOff):
        check_changeable(BEFORE, ENDS, cancelled=True)
    check_changeable(BEFORE, ENDS, cancelled=False)


def test_a_draft_cannot_be_booked() -> None:
    phase = booking_phase(DRAFT, BEFORE, None, None, [ENDS])
    with pytest.raises(NotYetOpen):
        check_open(phase)
    assert booking_phase(DRAFT, AFTER, None, None, [ENDS]) is Phase.OVER
