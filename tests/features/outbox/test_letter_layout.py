"""Every letter is tidy as plain text, and loads nothing as HTML."""

import re
from collections.abc import Callable

from flask import Flask, render_template_string

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.fair.applications import letters as stand_letters
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.kernel.db import transaction
from tests.factories import BOOKED_AT, make_booking, make_event, make_exhibitor
from tests.features.outbox.written import cancellation_of, confirmation_of, written

LONGEST_LINE = 72


def all_letters() -> list[Composed]:
    event = make_event()
    booking, exhibitor = make_booking(event, number=2), make_exhibitor(event)
    with transaction():
        assign(list_free_slots(event)[0], exhibitor, BOOKED_AT, "test")
    writers: list[Callable[[str], Composed | None]] = [
        stand_letters.application,
        stand_letters.accepted,
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
        assert not re.search(r"<(img|link|script|iframe)|src=|url\(|@import", letter.html)
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
