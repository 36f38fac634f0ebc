"""What organisers write stands in the next letter, safely, and the usual text comes back."""

import re
from datetime import date

import pytest
from flask import Flask

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.bookings import letters as booking_letters
from ortenaudigital.bookings.changes.letters import LINKS
from ortenaudigital.bookings.groups.letters import GROUP_TICKET, group_ticket
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.bookings.reminders import letters as kinds
from ortenaudigital.bookings.wait_list import letters as waiting
from ortenaudigital.event_changes.copying import Wanted, copy_event
from ortenaudigital.event_changes.letter_texts import Which, switch, write_text
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.texts.preview import preview, standard_text
from ortenaudigital.outbox.texts.queries import find_text, is_off
from ortenaudigital.outbox.texts.rules import LetterNeeded, LooseBrace, Text, UnknownPlaceholder
from ortenaudigital.wiring import GUEST_LETTERS, LETTERS
from tests.factories import BOOKED_AT, make_booking, make_event, make_group
from tests.features.bookings.wait_list.people import wait
from tests.features.outbox.written import confirmation_of, written
from tests.invited import set_type

GERMAN = Which(booking_letters.CONFIRMATION, "de")
OWN = Text(
    subject="Willkommen, {name}: {veranstaltung}",
    introduction="schön, dass Sie kommen!\nIhr Team\n\nhttps://kehl.example/wege & {link} <b>",
    closing="Bis bald am {termin}.",
)


def write(event: Event, text: Text, which: Which = GERMAN) -> None:
    with transaction():
        write_text(get_event(event.slug), which, text, BOOKED_AT, "olga@example.org")


def test_the_next_letter_says_what_organisers_wrote(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event, first_name="Anna", last_name="<i>O'Brien</i>")
    write(event, OWN)

    letter = confirmation_of(booking)

    assert letter.subject == "Willkommen, Anna <i>O'Brien</i>: Ortenau Digital 2027"
    assert "schön, dass Sie kommen!\nIhr Team\n\nhttps://kehl.example/wege &" in letter.text
    assert "Bis bald am Freitag, 1. Oktober 2027." in letter.text
    assert "Der Eintritt ist frei" not in letter.text
    # Everything is escaped, and only addresses become links.
    assert "schön, dass Sie kommen!<br>\nIhr Team</p>" in letter.html
    assert '<a href="https://kehl.example/wege" rel="noopener">' in letter.html
    assert "&lt;b&gt;" in letter.html
    assert "<b>" not in letter.html
    assert "<i>" not in letter.html
    # What the letter is for stays in it.
    assert booking.reference in letter.text
    assert letter.enclosures


def test_what_a_guest_typed_is_escaped_in_the_words_of_organisers(context: Flask) -> None:
    event = make_event()
    write(event, Text(introduction="Liebe {name}, los!", closing="{name}"))
    letter = confirmation_of(make_booking(event, last_name="<img src=x> & <b>Co</b>"))
    assert "Liebe Erika &lt;img src=x&gt; &amp; &lt;b&gt;Co&lt;/b&gt;, los!" in letter.html
    assert "<img" not in letter.html
    assert "<b>" not in letter.html
    assert "Liebe Erika <img src=x> & <b>Co</b>, los!" in letter.text


def test_a_name_makes_neither_a_link_nor_a_paragraph(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event, last_name="www.boese.example")
    write(event, Text(introduction="für {name}"))
    assert 'href="http://www.boese' not in confirmation_of(booking).html
    assert 'href="https://www.boese' not in confirmation_of(booking).html


def test_other_languages_kinds_and_events_keep_their_own(context: Flask) -> None:
    event = make_event()
    other = make_event(slug="anderes", title="Anderes")
    write(event, OWN)

    assert "schön" not in confirmation_of(make_booking(event, language="en")).text
    assert "schön, dass" not in confirmation_of(make_booking(other)).text


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (Text(introduction="Hallo {vorname}"), UnknownPlaceholder),
        (Text(subject="{config.SECRET_KEY}"), UnknownPlaceholder),
        (Text(closing="{}"), UnknownPlaceholder),
        (Text(closing="Hallo {name"), LooseBrace),
        (Text(introduction="{{ 7 * 7 }}"), UnknownPlaceholder),
    ],
)
def test_what_no_letter_can_fill_in_is_refused(
    context: Flask, text: Text, error: type[Exception]
) -> None:
    event = make_event()
    with pytest.raises(error):
        write(event, text)
    assert not find_text(event.id, GERMAN.kind, "de")


def test_no_template_is_run_that_somebody_wrote(context: Flask) -> None:
    event = make_event()
    write(event, Text(introduction="{% raw %} <script>".replace("{%", "%").replace("%}", "%")))
    assert "<script" not in confirmation_of(make_booking(event)).html


@pytest.mark.parametrize("kind", sorted(GUEST_LETTERS))
@pytest.mark.parametrize("language", ["de", "en", "fr"])
@pytest.mark.one_database("texts are written by templates")
def test_the_usual_text_is_shown_with_placeholders_and_reads_the_same_when_it_is_kept(
    context: Flask, kind: str, language: str
) -> None:
    event = make_event()
    standard = standard_text(kind, event, language)

    assert standard.subject
    assert "Ortenau Digital 2027" not in standard.introduction
    # What is of one booking alone must not become everybody's when somebody saves the text.
    usual = f"{standard.subject} {standard.introduction}".replace("24", "")
    assert not re.search(r"\d|MUSTER|Erika", usual)
    usual = preview(kind, event, language, Text())
    as_own = preview(kind, event, language, Text(standard.subject, standard.introduction))
    assert as_own.subject.split() == usual.subject.split()
    assert " ".join(as_own.text.split()) == " ".join(usual.text.split())


def test_the_history_keeps_how_a_long_text_begins(context: Flask) -> None:
    event = make_event()
    write(event, Text(closing="Bitte fragen Sie Frau Ohnesorg. " * 9))
    ((_, _, said),) = list_entries(f"event:{event.id}")[-1].details["changes"]
    assert said == ("Bitte fragen Sie Frau Ohnesorg. " * 2)[:60].rstrip() + "…"


def test_a_change_is_in_the_history_with_old_and_new(context: Flask) -> None:
    event = make_event()
    write(event, Text(closing="Eins"))
    write(event, Text(closing="Zwei"))
    write(event, Text(closing="Zwei"))
    write(event, Text())

    found = [
        each for each in list_entries(f"event:{event.id}") if each.action.startswith("letters")
    ]
    (changes,) = zip(*(entry.details["changes"] for entry in found), strict=True)
    assert changes == (
        ["closing", "", "Eins"],
        ["closing", "Eins", "Zwei"],
        ["closing", "Zwei", ""],
    )
    assert not find_text(event.id, GERMAN.kind, "de")


def test_a_kind_is_switched_off_and_on_but_none_that_is_needed(context: Flask) -> None:
    event = make_event()
    assert (is_off(event.id, kinds.REMINDER), is_off(event.id, kinds.MISSED)) == (False, True)
    with transaction():
        switch(event, kinds.REMINDER, False, BOOKED_AT, "olga")
        switch(event, kinds.MISSED, True, BOOKED_AT, "olga")
    assert (is_off(event.id, kinds.REMINDER), is_off(event.id, kinds.MISSED)) == (True, False)
    with pytest.raises(LetterNeeded), transaction():
        switch(event, booking_letters.CONFIRMATION, False, BOOKED_AT, "olga")


def test_the_next_edition_has_the_same_texts(context: Flask) -> None:
    event = make_event()
    write(event, OWN)
    with transaction():
        switch(get_event(event.slug), kinds.REMINDER, False, BOOKED_AT, "olga")
    with transaction():
        new = copy_event(
            get_event(event.slug), Wanted("next", date(2028, 9, 28)), BOOKED_AT, "olga"
        )
        new_id = new.id
    db.session.rollback()
    assert find_text(new_id, GERMAN.kind, "de") == OWN
    assert is_off(new_id, kinds.REMINDER)


def test_every_letter_to_guests_has_texts_of_its_own() -> None:
    """All but the one with the links of several events, which is nobody's alone."""
    rooms = ("bookings.", "pending.", "invitations.")
    to_guests = {kind for kind in LETTERS if kind.startswith(rooms)}
    assert to_guests - {LINKS} == {kind for kind in GUEST_LETTERS if kind.startswith(rooms)}


def test_own_words_reach_somebody_of_a_group_and_who_waits(context: Flask) -> None:
    event = make_event(quota=1)
    set_type(event.slug, 0, max_per_group=5)
    own = "Liebe Wartende, {plaetze} × {ticketart} bei {veranstaltung}."
    write(event, Text(introduction=own), Which(waiting.JOINED, "de"))
    of_group = Text(introduction="{name} ({ticket}) kommt für {organisation}.")
    write(event, of_group, Which(GROUP_TICKET, "de"))
    group = get_booking(make_group(event, "Bo Berg; bo@example.org"))
    (ticket,) = group.tickets
    letter = written(group_ticket(str(ticket.id)))
    assert f"Bo Berg ({ticket.short_code}) kommt für Stadt Achern." in letter.text
    assert "hier ist Ihr Ticket" not in letter.text + letter.html
    joined = written(waiting.joined(str(wait(event, number=2))))
    assert "Liebe Wartende, 2 × Bürgerticket bei Ortenau Digital 2027." in joined.text
    # What happened stays the letter's own.
    assert "Vor Ihnen steht niemand." in joined.text
