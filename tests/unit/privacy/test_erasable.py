"""What may be erased as a whole, and what somebody still relies on."""

from datetime import datetime, timedelta

import pytest

from ortenaudigital.events.rules import EventState
from ortenaudigital.privacy.whole_event.rules import Facts, refusal_of
from tests.features.privacy.promise import ENDS

BEFORE, AFTER = ENDS - timedelta(days=7), ENDS + timedelta(days=7)
DRAFT, PUBLIC, OFF = EventState.DRAFT, EventState.PUBLISHED, EventState.CANCELLED


@pytest.mark.parametrize(
    ("state", "now", "waits", "code"),
    [
        (DRAFT, BEFORE, {}, None),
        (DRAFT, AFTER, {}, None),
        (DRAFT, BEFORE, {"bookings": 1}, "still_booked"),
        # What was cancelled or never sent holds nobody up: that a draft stayed for ever.
        (DRAFT, BEFORE, {"letters": 3}, None),
        (PUBLIC, BEFORE, {}, "still_public"),
        (PUBLIC, BEFORE, {"bookings": 1}, "still_booked"),
        (PUBLIC, ENDS, {"bookings": 1}, None),
        (PUBLIC, AFTER, {"bookings": 9, "letters": 9}, None),
        (PUBLIC, AFTER, {"unsent": 1}, "scans_unsent"),
        (OFF, BEFORE, {"bookings": 9}, None),
        (OFF, BEFORE, {"bookings": 9, "letters": 1}, "letters_under_way"),
        (OFF, AFTER, {"letters": 1}, None),
        (EventState.ERASING, AFTER, {}, "erasure_already_asked"),
    ],
)
def test_what_somebody_relies_on_is_not_erased(
    state: EventState, now: datetime, waits: dict[str, int], code: str | None
) -> None:
    refusal = refusal_of(Facts(state, ENDS, **waits), now)
    assert (refusal and refusal.code) == code
