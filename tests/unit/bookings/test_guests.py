"""Whom to invite, read from what organisers paste."""

import pytest

from ortenaudigital.bookings.access.guests import Fault, mark_invited, read_guests


def read(text: str) -> list[tuple[str, str, Fault | None]]:
    return [(each.email, each.name, each.fault) for each in read_guests(text)]


@pytest.mark.parametrize(
    ("text", "email", "name"),
    [
        ("erika@example.org", "erika@example.org", ""),
        ("  erika@example.org ,", "erika@example.org", ""),
        ("Erika Müller <erika@example.org>", "erika@example.org", "Erika Müller"),
        ('"Müller, Erika" <erika@example.org>', "erika@example.org", "Müller, Erika"),
        ("Erika;Müller;erika@example.org", "erika@example.org", "Erika Müller"),
        ("erika@example.org;Erika Müller", "erika@example.org", "Erika Müller"),
        ("Erika\tMüller\terika@example.org", "erika@example.org", "Erika Müller"),
        ('"Erika","Müller","erika@example.org"', "erika@example.org", "Erika Müller"),
        ("Erika Müller erika@example.org", "erika@example.org", "Erika Müller"),
        ("Nachname;Vorname;E-Mail\nMüller;Erika;e@example.org", "e@example.org", "Erika Müller"),
        ("\ufeffName;Amt;E-Mail-Adresse\nErika M;Bau;e@example.org", "e@example.org", "Erika M"),
        ("erika@bürger.de", "erika@xn--brger-kva.de", ""),
    ],
)
def test_a_row_is_read(text: str, email: str, name: str) -> None:
    assert read(text) == [(email, name, None)]


def test_recipients_as_mail_programs_copy_them() -> None:
    text = 'Müller, Erika <erika@example.org>; "Max M" <max@example.org>; info@example.org;'
    assert [each[0] for each in read(text)] == [
        "erika@example.org",
        "max@example.org",
        "info@example.org",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Erika Müller", Fault.NO_ADDRESS),
        ("erika@", Fault.BAD_ADDRESS),
        ("erika@example", Fault.BAD_ADDRESS),
        ("Erika <erika@@example.org>", Fault.BAD_ADDRESS),
        ("erika @example.org", Fault.BAD_ADDRESS),
        ("jörg@example.org", Fault.BAD_ADDRESS),
        ("x" * 161 + " <erika@example.org>", Fault.BAD_NAME),
        ("Gewinnspiel www.boese.example <erika@example.org>", Fault.BAD_NAME),
        ("Name;E-Mail\nErika;", Fault.NO_ADDRESS),
    ],
)
def test_a_row_that_invites_nobody_says_why(text: str, fault: Fault) -> None:
    assert [each[2] for each in read(text)] == [fault]


def test_an_address_that_came_before_is_told() -> None:
    guests = read_guests("a@example.org\nA@EXAMPLE.org\n\nb@example.org")
    assert [each.fault for each in guests] == [None, Fault.TWICE, None]
    assert [each.row for each in guests] == [1, 2, 4]
    invited = mark_invited(guests, {"b@example.org"})
    assert [each.fault for each in invited] == [None, Fault.TWICE, Fault.INVITED]


def test_nothing_is_nobody() -> None:
    assert read_guests(" \n\n") == []
