"""Every kind of letter in every language, parsed as a mail program does: one table for all.

A new kind is in it by being listed in `wiring.py`.
"""

import re
from html import unescape
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from flask import Flask
from icalendar import Calendar

from ortenaudigital.accounts import letters as account_letters
from ortenaudigital.accounts.resets import letters as reset_letters
from ortenaudigital.accounts.team import letters as team_letters
from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.bookings.reminders import letters as reminders
from ortenaudigital.feedback.letters import REPORT
from ortenaudigital.mailings import letters as mailings
from ortenaudigital.privacy.whole_event import letters as erasures
from ortenaudigital.reporting.closing.letters import CLOSING
from ortenaudigital.wiring import BATCH_LETTERS, GUEST_LETTERS, LETTERS
from tests.factories import make_event
from tests.features.letters.every_letter import LANGUAGES, MESSAGE_ID, as_sent, compose

Letters = list[tuple[str, Composed, Any]]

TITLE = "Große Schau für Bürgerinnen & Bürger"
SPARED = {
    *(reminders.REMINDER, reminders.DAY_BEFORE, reminders.THANKS, reminders.MISSED),
    mailings.TO_GUEST,
}
WITH_PDF = {
    *("bookings.confirmation", "bookings.changed", "bookings.event_changed"),
    "bookings.group_ticket",
}
# Goes to who runs the pages, in German as they work; a stranger's address is no Reply-To.
TO_US = {
    *(REPORT, account_letters.PASSWORD_CHANGED, team_letters.INVITED),
    *(reset_letters.PASSWORD_RESET, CLOSING),
    *(account_letters.FACTORS_CHANGED, account_letters.CODE_USED),
    *(erasures.ASKED, erasures.OUTCOME),
}
OF_NO_EVENT = TO_US - {
    *(REPORT, CLOSING, team_letters.INVITED),
    *(erasures.ASKED, erasures.OUTCOME),
}
ADDRESS = re.compile(r'href="(https?://[^"]+)"')

pytestmark = pytest.mark.one_database("what a letter says is the same on both")


# Composed once in a process: no test changes them.
_COMPOSED: dict[str, Letters] = {}


# By the module, so that the tests of one kind come one after the other.
@pytest.fixture(scope="module", params=sorted(LETTERS | BATCH_LETTERS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def letters(context: Flask, kind: str) -> Letters:
    if kind not in _COMPOSED:
        found = []
        for language in LANGUAGES:
            event = make_event(slug=f"schau-{language}", title=TITLE)
            letter = compose(kind, event, language)
            found.append((language, letter, as_sent(letter)))
        _COMPOSED[kind] = found
    return _COMPOSED[kind]


def test_headers_are_those_of_a_letter_by_a_machine(letters: Letters, kind: str) -> None:
    for language, letter, message in letters:
        assert message["Subject"].split() == letter.subject.split(), language
        assert 10 < len(letter.subject) <= 110, letter.subject
        assert str(message["From"]) == "Große Kreisstadt Kehl <tickets@example.org>"
        assert message["Message-ID"] == MESSAGE_ID
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["Reply-To"] == (None if kind in TO_US else "orga@example.org")
        assert message["Date"]
        assert len(message.get_all("To")) == 1
        for line in bytes(message).split(b"\n\n", 1)[0].splitlines():
            assert line.isascii(), line
            assert len(line) <= 120, line


def test_only_who_may_be_spared_is_offered_it(letters: Letters, kind: str) -> None:
    for _, letter, message in letters:
        if kind in SPARED:
            # RFC 8058: both, and an https address that takes a POST.
            assert message["List-Unsubscribe"] == f"<{letter.unsubscribe_url}>"
            assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
            assert letter.unsubscribe_url in letter.text
            assert letter.unsubscribe_url in letter.html
        elif kind in GUEST_LETTERS and GUEST_LETTERS[kind].needed:
            assert message["List-Unsubscribe"] is None


def test_plain_text_is_first_and_complete_by_itself(letters: Letters, kind: str) -> None:
    for language, _, message in letters:
        body = message.get_body(("plain",))
        html = message.get_body(("html",))
        assert body is not None
        assert html is not None
        assert next(p for p in message.walk() if p.get_content_maintype() == "text") is body
        text, markup = body.get_content(), html.get_content()
        # Whatever HTML leads to or heads, text does as well.
        for address in ADDRESS.findall(markup):
            assert unescape(address).rstrip("/") in text, (language, address)
        for heading in re.findall(r"<h2[^>]*>(.*?)</h2>", markup):
            assert unescape(heading) in text, (language, heading)
        assert kind in OF_NO_EVENT or TITLE in " ".join(text.split())
        assert not re.search(r"</|&\w+;|\{\{|%\(|\{[a-z]", text), language
        assert "\n\n\n" not in text.replace("\r", ""), language
        assert all(len(line) <= 72 for line in text.splitlines() if " " in line), language


def test_html_is_valid_dark_and_loads_nothing(letters: Letters, kind: str) -> None:
    for language, letter, message in letters:
        body = message.get_body(("html",))
        assert body is not None
        html = body.get_content()
        read_in = "de" if kind in TO_US else language
        assert f'<html lang="{read_in}">' in html
        assert '<meta name="color-scheme" content="light dark">' in html
        assert not re.search(r"<(img|link|script|iframe)|src=|url\(|@import", html)
        assert html.count("<h1") == 1
        assert len(html) < 102_000, "Gmail cuts what is longer"
        for tag in re.findall(r'style="([^"]*)"', html.replace("&#39;", "'")):
            named = re.search(r"(?<!-)color: #(\w+)", tag)
            # Only a button names a colour, and then both.
            assert not named or named[1] == "ffffff", tag
        assert "<title>" in html
        assert letter.subject in unescape(html)


def test_a_button_is_filled_where_padding_is_unknown(
    letters: Letters,
) -> None:
    for _, letter, _ in letters:
        for cell in re.findall(r"<td[^>]*>", letter.html):
            assert 'bgcolor="#0b4a37"' in cell
        assert letter.html.count("<table") == letter.html.count('<table role="presentation"')


def test_what_is_enclosed_can_be_read(letters: Letters, kind: str) -> None:
    for language, _, message in letters:
        files = {part.get_filename(): part for part in message.iter_attachments()}
        pdfs = [part for name, part in files.items() if str(name).endswith(".pdf")]
        assert bool(pdfs) == (kind in WITH_PDF)
        for part in pdfs:
            assert part.get_content_type() == "application/pdf"
            document = pikepdf.open(BytesIO(part.get_content()))
            assert document.Root.Lang == language
        for name, part in files.items():
            if str(name).endswith(".ics"):
                calendar = Calendar.from_ical(part.get_payload(decode=True))
                assert part.get_content_type() == "text/calendar"
                assert part.get_param("method") == str(calendar["method"])
                assert calendar.walk("VEVENT")
