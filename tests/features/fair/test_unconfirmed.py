"""Applications: nothing of a stranger's words leaves by mail before the address is confirmed."""

from datetime import timedelta

import pytest
from flask import Flask
from flask_babel import force_locale

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.audit.commands import list_entries
from ortenaudigital.fair.applications import letters
from ortenaudigital.fair.applications.commands import confirm, delete_unconfirmed, disown
from ortenaudigital.fair.applications.deciding.decisions import decide
from ortenaudigital.fair.applications.deciding.withdrawing import withdraw
from ortenaudigital.fair.applications.errors import NotConfirmed
from ortenaudigital.fair.applications.links import confirm_url, portal_url
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.queries import get_exhibitor
from ortenaudigital.fair.applications.rules import CONFIRM_WITHIN, State
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.queries import list_letters_about
from tests.factories import BOOKED_AT, make_event, make_exhibitor

TYPED = {
    "name": "Gewinnspiel sofort abholen",
    "description": "Sie haben gewonnen: https://evil.example",
    "website": "https://evil.example",
    "contact_name": "Notar Reichmann",
    "phone": "0900 555666",
    "wishes": "Überweisen Sie gleich",
}


def first_letter(exhibitor: Exhibitor) -> Composed:
    letter = letters.confirm_address(str(exhibitor.id))
    assert letter is not None
    return letter


@pytest.mark.parametrize("language", ["de", "en", "fr"])
def test_the_first_letter_holds_nothing_that_was_typed(context: Flask, language: str) -> None:
    event = make_event()
    exhibitor = make_exhibitor(event, False, confirmed=False, language=language, **TYPED)
    kinds = [letter.kind for letter in list_letters_about(str(exhibitor.id))]
    assert kinds == [letters.CONFIRM_ADDRESS]

    letter = first_letter(exhibitor)

    assert letter.recipient == "emil@example.org"
    for text in (letter.subject, letter.text, letter.html):
        for typed in TYPED.values():
            assert typed not in text
            assert not set(typed.split()) & set(text.split()) - {"Sie", "sofort", "gleich"}
    for text in (letter.text, letter.html):
        assert confirm_url(exhibitor.id) in text
        assert event.title in text
    with force_locale(language):
        assert f'lang="{language}"' in letter.html


def test_no_other_letter_is_written_before_the_address_is_confirmed(context: Flask) -> None:
    exhibitor = make_exhibitor(make_event(), False, confirmed=False)
    for write in (letters.application, letters.accepted, letters.assignment):
        assert write(str(exhibitor.id)) is None
    with pytest.raises(NotConfirmed), transaction():
        decide(exhibitor, State.ACCEPTED, BOOKED_AT, "olga")


def test_who_confirms_has_applied_once(context: Flask) -> None:
    exhibitor = make_exhibitor(make_event(), False, confirmed=False)
    for _ in range(2):
        with transaction():
            confirm(exhibitor, BOOKED_AT)
    assert exhibitor.state == State.APPLIED
    kinds = [letter.kind for letter in list_letters_about(str(exhibitor.id))]
    assert kinds == [letters.CONFIRM_ADDRESS, letters.APPLICATION]
    assert letters.confirm_address(str(exhibitor.id)) is None
    letter = letters.application(str(exhibitor.id))
    assert letter is not None
    assert portal_url(exhibitor.id) in letter.text
    actions = [entry.action for entry in list_entries(exhibitor.id)]
    assert actions.count("stands.confirmed") == 1


SAME, OTHER = "Unter dieser E-Mail-Adresse liegt uns", "unter einer anderen Adresse beworben"


def said_twice(exhibitor: Exhibitor) -> tuple[bool, bool]:
    """Say which of both hints stands in the letter that confirms an application."""
    letter = letters.application(str(exhibitor.id))
    assert letter is not None
    plain = " ".join(letter.text.split())
    assert (SAME in plain, OTHER in plain) == (SAME in letter.html, OTHER in letter.html)
    return SAME in plain, OTHER in plain


def test_who_applies_twice_by_one_address_is_told(context: Flask) -> None:
    event = make_event()
    first = make_exhibitor(event, False)
    assert said_twice(first) == (False, True)
    again = make_exhibitor(event, False, name="Reben", email="Emil@Example.org")
    assert said_twice(again) == (True, False)
    with transaction():
        withdraw(first, BOOKED_AT, "exhibitor")
    assert said_twice(again) == (False, True)


def test_strangers_learn_nothing_of_an_application_by_its_name(context: Flask) -> None:
    event = make_event()
    make_exhibitor(event, False)
    alike = make_exhibitor(event, False, email="vera@example.org")
    # What nobody confirmed is no application; whoever typed it may be anybody.
    make_exhibitor(event, False, confirmed=False, name="Reben", email="vera@example.org")
    elsewhere = make_event(slug="anderswo")
    make_exhibitor(elsewhere, False, email="vera@example.org")
    assert said_twice(alike) == (False, True)


def test_who_never_applied_deletes_it(context: Flask) -> None:
    event = make_event()
    exhibitor = make_exhibitor(event, False, confirmed=False)
    theirs = exhibitor.id
    with transaction():
        disown(exhibitor, BOOKED_AT)
    assert db.session.get(Exhibitor, theirs) is None
    assert list(list_letters_about(str(theirs))) == []


def test_what_is_confirmed_cannot_be_disowned(context: Flask) -> None:
    exhibitor = make_exhibitor(make_event(), False)
    with transaction():
        disown(exhibitor, BOOKED_AT)
    assert get_exhibitor(exhibitor.id).state == State.APPLIED


def test_what_nobody_confirms_is_deleted_after_two_weeks(context: Flask) -> None:
    event = make_event()
    late = make_exhibitor(event, False, confirmed=False)
    kept = make_exhibitor(event, False, name="Gigabit")
    applied_at = late.applied_at
    ids = late.id, kept.id
    with transaction():
        delete_unconfirmed(applied_at + CONFIRM_WITHIN)
    assert db.session.get(Exhibitor, ids[0]) is not None
    with transaction():
        delete_unconfirmed(applied_at + CONFIRM_WITHIN + timedelta(seconds=1))
    assert db.session.get(Exhibitor, ids[0]) is None
    assert list(list_letters_about(str(ids[0]))) == []
    assert get_exhibitor(ids[1]).email
