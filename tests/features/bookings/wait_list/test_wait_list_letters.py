"""What the letters to those who wait say, in their language, and what they never say."""

from uuid import UUID

import pytest
from flask import Flask

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.bookings.wait_list import letters
from ortenaudigital.bookings.wait_list.commands import leave
from ortenaudigital.bookings.wait_list.links import entry_key
from ortenaudigital.bookings.wait_list.rules import EntryState
from ortenaudigital.kernel.db import transaction
from tests.factories import BOOKED_AT
from tests.features.bookings.wait_list.people import LATER, cancel, full_event, rounds, wait

PROMISES = {
    "de": ("Vor Ihnen steht gerade eine Anfrage.", "bis zum 3. Juni 2027, 14:01"),
    "en": ("There is one request ahead of you", "until 3 June 2027"),
    "fr": ("une demande avant la vôtre", "jusqu’au 3 juin 2027"),
}


def written(composed: Composed | None) -> Composed:
    assert composed is not None
    return composed


@pytest.mark.parametrize("language", PROMISES)
def test_what_is_promised_is_what_holds(context: Flask, language: str) -> None:
    event, booked = full_event(1)
    first, second = wait(event, language=language), wait(event, LATER, language=language)
    ahead, until = PROMISES[language]
    joined = written(letters.joined(str(second)))
    for body in (joined.text, joined.html):
        assert ahead in " ".join(body.split())
        assert f"/warteliste/{entry_key(second)}" in body
        # Whoever reads it may have been entered by a stranger.
        assert "Wanda" not in body
    assert letters.offer(str(second)) is None
    cancel(booked[0].id)
    rounds()
    offer = written(letters.offer(str(first)))
    for body in (offer.text, offer.html):
        assert until in " ".join(body.split())
        assert f"/angebot/{entry_key(first)}" in body


ENDS = {
    EntryState.LEFT: "Sie haben die Warteliste",
    EntryState.DECLINED: "Angebot für Ortenau Digital 2027 abgelehnt",
    EntryState.REMOVED: "die Organisation hat Sie",
    EntryState.CLOSED: "die Buchung für Ortenau Digital 2027 ist zu Ende",
}


@pytest.mark.parametrize("state", ENDS)
def test_every_end_is_told_in_its_own_words(context: Flask, state: EntryState) -> None:
    event, _ = full_event(1)
    entry_id = wait(event)
    with transaction():
        leave(entry_id, LATER, state)
    ended = written(letters.ended(str(entry_id)))
    assert ENDS[state] in " ".join(ended.text.split())
    assert ENDS[state] in ended.html
    assert letters.joined(str(entry_id)) is letters.already(str(entry_id)) is None


def test_who_is_on_the_list_already_is_told_where(context: Flask) -> None:
    event, _ = full_event(1)
    entry_id: UUID = wait(event, BOOKED_AT, number=2)
    already = written(letters.already(str(entry_id)))
    assert "Sie stehen schon darauf, mit 2 Plätzen" in " ".join(already.text.split())
    assert "Vor Ihnen steht niemand." in already.text
