"""Which spellings are one person, and which are others whose data stays as it is."""

import pytest
from flask import Flask
from sqlalchemy import select

from ortenaudigital.accounts.models import User
from ortenaudigital.bookings.models import Booking
from ortenaudigital.kernel.db import db
from tests.factories import make_booking, make_event, make_exhibitor, make_organiser
from tests.features.privacy.people import ADDRESS, LAST, Stage, flask, hers
from tests.features.privacy.promise import everything

SIMILAR = [
    "walpurga+kehl@example.org",
    "xwalpurga@example.org",
    "walpurg_@example.org",
    "walpurga@example.org.example.net",
    "walpurga@sub.example.org",
    "w%@example.org",
]


@pytest.mark.parametrize("similar", SIMILAR)
def test_similar_addresses_are_other_people(context: Flask, similar: str) -> None:
    event = make_event()
    mine = make_booking(event, **hers(email=similar))
    make_booking(event, **hers(first_name="Anna"))
    make_exhibitor(event, email=similar)
    make_organiser(similar)
    flask(context, "erase", ADDRESS, "--yes")
    assert db.session.get_one(Booking, mine.id).email == similar
    assert "Anna" not in everything()
    flask(context, "erase", similar, "--only", f"booking:{mine.reference}", "--yes")
    assert db.session.get_one(Booking, mine.id).email == ""
    assert db.session.scalars(select(User.email)).one() == similar


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("Walpurga@Example.ORG", "walpurga@example.org"),
        ("ÄNNE@example.org", "änne@example.org"),
        ("a\u0308nne@example.org", "änne@example.org"),
        ("anna@straße.de", "anna@xn--strae-oqa.de"),
        ("anna@xn--strae-oqa.de", "Anna@Straße.de"),
        ("w_w@example.org", "W_W@example.org"),
    ],
)
def test_spellings_of_one_address_are_one_person(context: Flask, stored: str, asked: str) -> None:
    booking = make_booking(make_event(), **hers(email=stored))
    assert booking.reference in flask(context, "find", asked)


def test_a_double_s_and_its_sharp_sister_are_two(context: Flask) -> None:
    make_booking(make_event(), **hers(email="strasse@example.org"))
    assert "nothing is held" in flask(context, "find", "straße@example.org")


def test_one_name_is_not_written_over_two(context: Flask) -> None:
    event = make_event()
    first, second = (make_booking(event, **hers(first_name=name)) for name in ("Anna", "Berta"))
    said = flask(context, "correct", ADDRESS, "--name", "Anna Neu", fails=True)
    assert "several names" in said
    assert f"Anna {LAST}" in said
    only = ("--only", f"booking:{first.reference}")
    flask(context, "correct", ADDRESS, "--name", "Anna Neu", *only)
    assert db.session.get_one(Booking, first.id).name == "Anna Neu"
    assert db.session.get_one(Booking, second.id).name == f"Berta {LAST}"


def test_mistaken_words_change_nothing(context: Flask, stage: Stage) -> None:
    before = everything()
    for words in (
        ("erase", ADDRESS, "--also", "booking:OD-NIEMAND", "--yes"),
        ("erase", ADDRESS, "--only", "booking:OD-NIEMAND", "--yes"),
        ("correct", ADDRESS),
        ("correct", ADDRESS, "--name", " "),
        ("correct", ADDRESS, "--email", "no address"),
    ):
        flask(context, *words, fails=True)
    make_organiser("taken@example.org")
    before = everything()
    said = flask(context, "correct", ADDRESS, "--email", "taken@example.org", fails=True)
    assert "Konto" in said
    assert everything() == before
