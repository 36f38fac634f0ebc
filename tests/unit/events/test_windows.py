"""From when to when ticket types can be booked: each by itself, else as the event is."""

from datetime import UTC, datetime, timedelta

import pytest

from ortenaudigital.events.rules import EventState, Opening, Phase, Window, opening_of
from ortenaudigital.events.sections.toml.event import read_event_file, write_event_file
from tests.factories import event_file_text

NOW = datetime(2027, 6, 1, 12, 0, tzinfo=UTC)
EARLIER, LATER = NOW - timedelta(days=1), NOW + timedelta(days=1)
MUCH_LATER = NOW + timedelta(days=2)
ENDS = [NOW + timedelta(days=100)]


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        ([(None, None)], Opening(Phase.OPEN)),
        ([(LATER, None)], Opening(Phase.NOT_YET, LATER)),
        ([(MUCH_LATER, None), (LATER, None)], Opening(Phase.NOT_YET, LATER)),
        ([(LATER, None), (EARLIER, LATER)], Opening(Phase.OPEN)),
        ([(None, EARLIER), (LATER, None)], Opening(Phase.NOT_YET, LATER)),
        ([(None, EARLIER), (EARLIER, NOW)], Opening(Phase.CLOSED)),
        ([(NOW, None)], Opening(Phase.OPEN)),
    ],
)
def test_types_stand_together_as_the_best_of_them(windows: list[Window], expected: Opening) -> None:
    assert opening_of(EventState.PUBLISHED, NOW, windows, ENDS) == expected


def test_an_event_that_is_called_off_or_over_has_no_window() -> None:
    windows: list[Window] = [(None, None), (LATER, None)]
    assert opening_of(EventState.CANCELLED, NOW, windows, ENDS).phase is Phase.CANCELLED
    assert opening_of(EventState.PUBLISHED, NOW, windows, [EARLIER]).phase is Phase.OVER


def test_a_draft_opens_nobody_knows_when() -> None:
    assert opening_of(EventState.DRAFT, NOW, [(None, None)], ENDS) == Opening(Phase.NOT_YET)


def test_what_a_type_says_of_access_is_read_and_written() -> None:
    line = (
        'domains = ["Achern.de", "*.kehl.de", "bürger.de"]\nmax_per_address = 2\n'
        "confirm_first = true\nbooking_opens = 2027-08-01T08:00:00+02:00\n"
    )
    file = read_event_file(event_file_text().replace("quota = 20", f"quota = 20\n{line}"))
    plan = file.ticket_types[1]
    assert plan.domains == ["achern.de", "*.kehl.de", "xn--brger-kva.de"]
    assert (plan.max_per_address, plan.confirm_first) == (2, True)
    assert read_event_file(write_event_file(file)) == file
