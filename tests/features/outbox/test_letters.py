"""Letters about bookings: everything said, in the language of the reader."""

from io import BytesIO

import pikepdf
import pytest
from flask import Flask
from flask_babel import get_locale
from icalendar import Calendar

from ortenaudigital.bookings import letters as booking_letters
from ortenaudigital.bookings.changes import cancel_tickets, reissue_ticket
from ortenaudigital.bookings.links import booking_url
from ortenaudigital.fair.applications import letters as stand_letters
from ortenaudigital.kernel.db import transaction
from tests.factories import BOOKED_AT, make_booking, make_event, make_exhibitor, make_towns
from tests.features.outbox.written import cancellation_of, confirmation_of, flat


def test_confirmation_says_everything_in_plain_text(context: Flask) -> None:
    booking = make_booking(make_event(), number=2, companions=("Łukasz Şahin",))

    letter = confirmation_of(booking)

    assert letter.recipient == "erika@example.org"
    assert letter.subject == f"Ihre Tickets für Ortenau Digital 2027 ({booking.reference})"
    text = flat(letter.text)
    assert text.startswith("Guten Tag Erika Müller, hier sind Ihre 2 Tickets")
    for piece in (
        "Freitag, 1. Oktober 2027, 8:30–13:00 Uhr (Bürgertag)",
        "Stadthalle Hauptstraße 1, Kehl",
        f"{booking.reference}-1 Erika Müller, Bürgerticket",
        f"{booking.reference}-2 Łukasz Şahin, Bürgerticket",
        booking_url(booking),
        "als PDF",
        "Kalender",
        "stornieren",
        "orga@example.org",
        "Stadt Kehl, Stadt Lahr",
        "Diese E-Mail kommt von: Stadt Kehl, Rathausplatz 1, 77694 Kehl",
        "E-Mail: stadt@kehl.example",
        "http://localhost/ortenau-digital-2027/impressum",
        "http://localhost/ortenau-digital-2027/datenschutz",
        "löschen Ihre persönlichen Angaben am 29.10.2027",
    ):
        assert piece in text


def test_confirmation_encloses_tickets_and_date(context: Flask) -> None:
    booking = make_booking(make_event(), number=2)

    tickets, date = confirmation_of(booking).enclosures

    assert (tickets.filename, tickets.content_type) == (
        f"{booking.reference}.pdf",
        "application/pdf",
    )
    assert len(pikepdf.open(BytesIO(tickets.data)).pages) == 2
    assert (date.filename, date.content_type) == ("termin.ics", "text/calendar")
    assert len(Calendar.from_ical(date.data).walk("VEVENT")) == 1


def test_names_come_out_as_they_were_typed(context: Flask) -> None:
    booking = make_booking(make_event(), first_name="Anna & Söhne", last_name="O'Brien <b>")

    letter = confirmation_of(booking)

    assert "Anna & Söhne O'Brien <b>" in letter.text
    assert "Anna &amp; Söhne O&#39;Brien &lt;b&gt;" in letter.html
    assert "<b>" not in letter.html


@pytest.mark.parametrize(
    ("language", "day", "subject"),
    [
        ("en", "Friday", "Your tickets for"),
        ("fr", "vendredi", "Vos billets pour"),
    ],
)
def test_a_letter_is_in_the_language_of_its_booking(
    context: Flask, language: str, day: str, subject: str
) -> None:
    booking = make_booking(make_event(), language=language)

    letter = confirmation_of(booking)

    assert letter.subject.startswith(subject)
    assert f'<html lang="{language}">' in letter.html
    assert day in letter.text
    assert "Freitag" not in letter.text
    assert "Guten Tag" not in letter.text
    document = pikepdf.open(BytesIO(letter.enclosures[0].data))
    assert document.Root.Lang == language


def test_the_next_letter_is_in_its_own_language_again(context: Flask) -> None:
    event = make_event()
    french, german = make_booking(event, language="fr"), make_booking(event)

    confirmation_of(french)

    assert str(get_locale()) == "de"
    assert "Guten Tag" in confirmation_of(german).text


def test_a_letter_names_what_is_known_of_its_host(context: Flask) -> None:
    booking = make_booking(make_event())
    letter = confirmation_of(booking)
    assert "Telefon: 07851 000-1" in letter.text
    assert "Telefon: 07851 000-1" in letter.html
    make_towns('[[town]]\nslug = "kehl"\nname = "Stadt Kehl"\nshort_name = "Kehl"\n')
    letter = confirmation_of(booking)
    for text in (letter.text, letter.html):
        assert "Diese E-Mail kommt von: Stadt Kehl" in text
        assert "Stadt Kehl," not in text.replace("Stadt Kehl, Stadt Lahr", "")
        assert "Telefon" not in text
        assert "E-Mail: <" not in text


def test_a_reissued_ticket_is_said_to_void_the_one_before(context: Flask) -> None:
    booking = make_booking(make_event())
    assert "neu ausgestellt" not in confirmation_of(booking).text

    with transaction():
        reissue_ticket(booking.tickets[0], BOOKED_AT, "test")

    letter = confirmation_of(booking)
    assert "neu ausgestellt" in letter.text
    assert "neu ausgestellt" in letter.html


def test_confirmation_is_dropped_when_no_ticket_is_valid_any_more(context: Flask) -> None:
    booking = make_booking(make_event())
    with transaction():
        cancel_tickets(booking, {1}, BOOKED_AT)

    assert booking_letters.confirmation(str(booking.id)) is None


def test_letters_are_dropped_when_the_address_is_erased(context: Flask) -> None:
    event = make_event()
    booking, exhibitor = make_booking(event), make_exhibitor(event)
    with transaction():
        booking.email = exhibitor.email = ""

    assert booking_letters.confirmation(str(booking.id)) is None
    assert booking_letters.cancellation(str(booking.id)) is None
    assert stand_letters.application(str(exhibitor.id)) is None


def test_cancelling_a_part_says_what_still_holds(context: Flask) -> None:
    booking = make_booking(make_event(), number=3, companions=("Karl", "Łukasz"))

    letter = cancellation_of(booking, 2)

    assert letter.subject.startswith("Stornierung bestätigt: Ortenau Digital 2027")
    assert not letter.enclosures
    cancelled, still_valid = flat(letter.text).split("Diese Tickets gelten weiter")
    assert "Karl" in cancelled
    assert "Łukasz" not in cancelled
    assert "Łukasz" in still_valid
    assert "Karl" not in still_valid
    assert "Freitag, 1. Oktober 2027" in still_valid
    assert booking_url(booking) in still_valid


def test_cancelling_all_says_how_to_book_again(context: Flask) -> None:
    booking = make_booking(make_event(), number=2)

    letter = cancellation_of(booking, 1, 2)

    text = flat(letter.text)
    assert f"Ihre Buchung {booking.reference} für Ortenau Digital 2027 ist storniert" in text
    assert "http://localhost/ortenau-digital-2027/" in text
    assert "gelten weiter" not in text
