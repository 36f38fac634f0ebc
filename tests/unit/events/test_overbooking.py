"""By how much a quota is overbooked, as a file says it."""

import pytest

from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.rules import extra_places
from ortenaudigital.events.sections.toml.event import read_event_file
from tests.factories import event_file_text


@pytest.mark.parametrize(
    ("size", "share", "extra"),
    [(100, 10, 10), (99, 10, 9), (9, 10, 0), (1, 50, 0), (3, 50, 1), (0, 50, 0), (400, 0, 0)],
)
def test_a_share_is_never_rounded_up(size: int, share: int, extra: int) -> None:
    assert extra_places(size, share) == extra


def file(line: str, quota: str = "quota = 100") -> str:
    return event_file_text().replace("quota = 100", f"{quota}\n{line}")


@pytest.mark.parametrize("written", ['"10%"', '"10 %"', "10"])
def test_a_share_is_written_in_percent(written: str) -> None:
    assert read_event_file(file(f"overbook = {written}")).ticket_types[0].overbook == 10


@pytest.mark.parametrize("written", ['"51%"', "51", "-1", '"a tenth"', "0.1", '"10"', "true"])
def test_what_is_no_share_up_to_half_is_refused(written: str) -> None:
    with pytest.raises(EventFileError, match=r"ticket_type\[0\].overbook"):
        read_event_file(file(f"overbook = {written}"))


def test_a_share_of_places_that_are_shared_is_said_of_these() -> None:
    shared = '\n[[quota]]\nslug = "saal"\nsize = 50\noverbook = "20%"\n'
    own = 'quotas = ["saal"]\noverbook = "10%"'
    with pytest.raises(EventFileError, match="share of its own quota"):
        read_event_file(event_file_text().replace("quota = 100", own) + shared)
    right = event_file_text().replace("quota = 100", 'quotas = ["saal"]') + shared
    assert read_event_file(right).quotas[0].overbook == 20


def test_the_cap_of_a_day_cannot_be_overbooked() -> None:
    day = 'closes = "13:00"\ncapacity = 90\noverbook = "10%"'
    with pytest.raises(EventFileError, match="overbook"):
        read_event_file(event_file_text().replace('closes = "13:00"', day))
