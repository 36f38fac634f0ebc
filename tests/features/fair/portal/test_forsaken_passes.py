"""Passes of exhibitors who are at the fair no more are cancelled, once they were told."""

import pytest
from flask import Flask
from sqlalchemy import update

from ortenaudigital.fair.applications.deciding.decisions import decide
from ortenaudigital.fair.applications.rules import DECISIONS, State
from ortenaudigital.fair.placement.changing import By
from ortenaudigital.fair.placement.telling import tell
from ortenaudigital.fair.portal.passes.queries import count_passes
from ortenaudigital.fair.portal.passes.worker import cancel_forsaken
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.models import Letter, LetterState
from ortenaudigital.outbox.queries import list_letters
from tests.factories import BOOKED_AT
from tests.passes import make_fair, make_holder, make_passes


@pytest.mark.parametrize("collected", [False, True])
def test_who_leaves_the_fair_loses_the_passes(context: Flask, collected: bool) -> None:
    event = make_fair()
    gone, stays = make_holder(event), make_holder(event, name="Bleibt")
    make_passes(gone, "Anna Berg\nBen Clas")
    make_passes(stays, "Cem Dogan")
    with transaction():
        decide(gone, State.REJECTED, BOOKED_AT, "olga", collected=collected)
    # Until they are told, the decision can be undone; a pass that was cancelled would stay so.
    assert cancel_forsaken(lambda: BOOKED_AT) == 0
    with transaction():
        tell(event, [gone.id], By(BOOKED_AT, "olga"))
    assert cancel_forsaken(lambda: BOOKED_AT) == 0
    with transaction():
        letter_left = update(Letter).where(Letter.kind == DECISIONS[State.REJECTED])
        db.session.execute(letter_left.values(state=LetterState.SENT))

    assert cancel_forsaken(lambda: BOOKED_AT) == 2
    assert cancel_forsaken(lambda: BOOKED_AT) == 0

    assert count_passes(gone.id) == 0
    assert count_passes(stays.id) == 1
    assert [each.quota.taken for each in event.ticket_types if each.slug.endswith("ausweis")] == [1]
    assert "bookings.cancellation" in [letter.kind for letter in list_letters()]
