"""Letters to exhibitors: what was sent, what was decided, and which stands are theirs."""

import pytest
from flask import Flask

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.fair.applications import letters as stand_letters
from ortenaudigital.fair.applications.deciding.decisions import decide
from ortenaudigital.fair.applications.links import portal_url
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.placement.commands import assign, take_back
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.kernel.db import transaction
from tests.factories import BOOKED_AT, make_event, make_exhibitor
from tests.features.outbox.written import flat, written


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
        decide(exhibitor, State.ACCEPTED if accept else State.REJECTED, BOOKED_AT, "test")

    letter = written(
        (stand_letters.accepted if accept else stand_letters.rejected)(str(exhibitor.id))
    )

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
    assert "Größe: 3 × 2 m Strom: 3.000 W Netzwerk: vorhanden" in text
    assert "Stand A2" in text
    assert "Strom: kein Anschluss Netzwerk: kein Anschluss" in text

    with transaction():
        for slot in slots:
            take_back(slot, exhibitor, BOOKED_AT, "test")
    assert "zurückgenommen" in assignment_of(exhibitor).text


def assignment_of(exhibitor: Exhibitor) -> Composed:
    return written(stand_letters.assignment(str(exhibitor.id)))
