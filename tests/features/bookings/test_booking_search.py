import pytest
from flask import Flask

from ortenaudigital.bookings.queries import search_bookings
from tests.factories import make_booking, make_event


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Lukasz", 2),
        ("łukasz", 2),
        ("LUKASZ nowak", 1),
        ("soerensen", 1),
        ("Sorensen", 1),
        ("sørensen", 1),
        ("Müller", 0),
    ],
)
def test_names_are_found_however_they_are_typed(context: Flask, typed: str, found: int) -> None:
    event = make_event()
    make_booking(event, first_name="Łukasz", last_name="Nowak")
    make_booking(event, first_name="Lukasz", last_name="Sørensen")
    assert search_bookings(event, typed, "", 1).total == found


def test_the_number_below_the_code_finds_its_booking(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event, number=2)
    make_booking(event)
    for typed, found in {
        f"{booking.reference}-1": 1,
        f" {booking.reference.lower()}-2": 1,
        f"{booking.reference}-3": 0,
        booking.reference: 1,
        booking.reference.removeprefix("OD-"): 1,
    }.items():
        assert search_bookings(event, typed, "", 1).total == found, typed
