"""The letters: everything said, in the language of the reader, with nothing to load."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from flask import Flask, render_template_string
from flask_babel import get_locale
from icalendar import Calendar

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.bookings import letters as booking_letters
from ortenaudigital.bookings.changes import (
    cancel_tickets,
    reissue_ticket,
    resend_confirmation,
)
from ortenaudigital.bookings.errors import JustSent, SentOften
from ortenaudigital.bookings.links import booking_url
from ortenaudigital.bookings.models import Booking
from ortenaudigital.fair import letters as stand_letters
from ortenaudigital.fair.commands import assign, decide, take_back
from ortenaudigital.fair.links import portal_url
from ortenaudigital.fair.models import Exhibitor
from ortenaudigital.fair.queries import list_free_slots
from ortenaudigital.kernel.db import transaction
from ortenaudigital.outbox.commands import mark_failed, mark_sent
from ortenaudigital.outbox.models import Letter
from ortenaudigital.outbox.queries import list_letters
from tests.factories import BOOKED_AT, make_booking, make_event, make_exhibitor, make_towns

LONGEST_LINE = 72


def confirmation_of(booking: Booking) -> Composed:
    return written(booking_letters.confirmation(str(booking.id)))


def cancellation_of(booking: Booking, *positions: int) -> Composed:
    with transaction():
        cancel_tickets(booking, set(positions), BOOKED_AT)
    return written(booking_letters.cancellation(str(booking.id)))


def written(letter: Composed | None) -> Composed:
    assert letter is not None
    return letter


def flat(text: str) -> str:
    """Return a text without its line breaks."""
    return " ".join(text.split())


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


def put_letters(booking: Booking) -> list[Letter]:
    return [x for x in list_letters() if x.subject_id == str(booking.id)]


def send_again(booking: Booking, at: datetime) -> None:
    with transaction():
        resend_confirmation(booking, at, "test")


def deliver_all(at: datetime) -> None:
    with transaction():
        for letter in list_letters():
            if letter.state == "waiting":
                mark_sent(letter.id, at)


def test_a_letter_that_waits_is_not_queued_again(context: Flask) -> None:
    booking = make_booking(make_event())
    for minutes in range(5):
        send_again(booking, BOOKED_AT + timedelta(minutes=minutes))
    assert len(put_letters(booking)) == 1


def test_tickets_are_sent_again_only_after_a_while_and_not_for_ever(context: Flask) -> None:
    booking = make_booking(make_event())
    deliver_all(BOOKED_AT)
    with pytest.raises(JustSent):
        send_again(booking, BOOKED_AT + timedelta(minutes=4))
    for number in range(1, 5):
        at = BOOKED_AT + timedelta(minutes=6 * number)
        send_again(booking, at)
        deliver_all(at)
    assert len(put_letters(booking)) == 5
    with pytest.raises(SentOften):
        send_again(booking, BOOKED_AT + timedelta(hours=20))
    send_again(booking, BOOKED_AT + timedelta(hours=25))


def test_a_letter_that_failed_is_sent_again_at_once(context: Flask) -> None:
    booking = make_booking(make_event())
    with transaction():
        mark_failed(put_letters(booking)[0].id, "550 no", True, BOOKED_AT)
    send_again(booking, BOOKED_AT)
    assert sorted(letter.state for letter in put_letters(booking)) == ["failed", "waiting"]


def test_application_letter_repeats_what_was_sent(context: Flask) -> None:
    exhibitor = make_exhibitor(
        make_event(), accepted=False, website="https://example.org/", wishes="Zwei Stehtische"
    )

    letter = written(stand_letters.application(str(exhibitor.id)))

    assert letter.recipient == "emil@example.org"
    text = flat(letter.text)
    assert text.startswith("Guten Tag Emil Aussteller,")
    for piece in (
        "Organisation: Rebsensor",
        "Art: Start-up",
        "https://example.org/",
        "Funksensoren im Weinberg.",
        "Zwei Stehtische",
        portal_url(exhibitor.id),
    ):
        assert piece in text


@pytest.mark.parametrize(
    ("accept", "said", "unsaid"),
    [(True, "Sie sind dabei", "leider"), (False, "leider", "Sie sind dabei")],
)
def test_decision_letter_says_yes_or_no(
    context: Flask, accept: bool, said: str, unsaid: str
) -> None:
    exhibitor = make_exhibitor(make_event(), accepted=False)
    with transaction():
        decide(exhibitor, accept, BOOKED_AT, "test")

    letter = written(stand_letters.decision(str(exhibitor.id)))

    for text in (flat(letter.text), flat(letter.html)):
        assert said in text
        assert unsaid not in text


def test_assignment_letter_lists_stands_by_day_then_says_they_are_gone(context: Flask) -> None:
    event = make_event()
    exhibitor = make_exhibitor(event)
    slots = list(list_free_slots(event))
    with transaction():
        for slot in reversed(slots):
            assign(slot, exhibitor, BOOKED_AT, "test")

    text = flat(assignment_of(exhibitor).text)
    places = [text.index(day) for day in ("Donnerstag, 30.", "Freitag, 1.")]
    assert places == sorted(places)
    assert "Stand A1" in text
    assert "Größe: 3 × 2 m Strom: 230 V Netzwerk: vorhanden" in text
    assert "Stand A2" in text
    assert "Strom: kein Anschluss Netzwerk: kein Anschluss" in text

    with transaction():
        for slot in slots:
            take_back(slot, exhibitor, BOOKED_AT, "test")
    assert "zurückgenommen" in assignment_of(exhibitor).text


def assignment_of(exhibitor: Exhibitor) -> Composed:
    return written(stand_letters.assignment(str(exhibitor.id)))


def all_letters() -> list[Composed]:
    event = make_event()
    booking, exhibitor = make_booking(event, number=2), make_exhibitor(event)
    with transaction():
        assign(list_free_slots(event)[0], exhibitor, BOOKED_AT, "test")
    writers: list[Callable[[str], Composed | None]] = [
        stand_letters.application,
        stand_letters.decision,
        stand_letters.assignment,
    ]
    unconfirmed = make_exhibitor(event, accepted=False, confirmed=False)
    return [
        written(stand_letters.confirm_address(str(unconfirmed.id))),
        confirmation_of(booking),
        cancellation_of(booking, 1),
        cancellation_of(booking, 2),
        *(written(write(str(exhibitor.id))) for write in writers),
    ]


def test_plain_text_is_tidy(context: Flask) -> None:
    for letter in all_letters():
        lines = letter.text.splitlines()
        too_long = [line for line in lines if len(line) > LONGEST_LINE and " " in line]
        assert too_long == [], letter.subject
        assert "\n\n\n" not in letter.text, letter.subject
        assert "-- " in lines, "mail programs find the signature by this line"
        assert not re.search(r"</|&\w+;|\{\{|%\(", letter.text), letter.subject


def test_html_letters_load_nothing_and_have_a_title(context: Flask) -> None:
    for letter in all_letters():
        assert not re.search(r"<(img|link|script|iframe|table)|src=|url\(|@import", letter.html)
        assert f"<title>{letter.subject}</title>" in letter.html
        assert letter.html.count("<h1") == 1
        assert '<html lang="de">' in letter.html


def test_paragraphs_never_cut_an_address_of_a_page(context: Flask) -> None:
    address = "https://tickets.example.org/buchung/" + "a-b" * 30

    text = render_template_string(
        "{% from 'letters/words.txt' import para %}{{ para('Bitte öffnen Sie ' ~ address) }}",
        address=address,
    )

    assert address in text.splitlines()
