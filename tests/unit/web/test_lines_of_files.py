"""Where in a file a fault is, as an editor counts lines."""

import pytest

from ortenaudigital.web.organiser.event.making.sent import line_of

TEXT = """\
[event]
title = "Tag"
[event.venue]
name = "Halle"

[[day]]
date = 2027-10-01
[[day]]  # the second
date = 2027-10-02
opens = "9"
[[ticket_type]]
slug = "a"
[[ticket_type.questions]]
key = "x"
[[ticket_type]]
slug = "b"
quota = -1
"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("event.title", 2),
        ("event.summary.de", 1),
        ("event.venue.name", 3),
        ("day[1].opens", 10),
        ("day[0].opens", 6),
        ("ticket_type[1].quota", 17),
        ("ticket_type[0].questions[0].key", 13),
        ("ticket_type[7].quota", None),
        ("stand", None),
        ("--move", None),
        ("", None),
    ],
)
def test_a_place_is_found_in_the_text(place: str, line: int | None) -> None:
    assert line_of(TEXT, place) == line
