"""Applications sent, confirmed, disowned and decided at once: each is one, and is told once."""

from functools import partial
from uuid import UUID, uuid4

import pytest
from flask import Flask

from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.fair.applications.commands import Application, apply, confirm, disown
from ortenaudigital.fair.applications.deciding.decisions import decide
from ortenaudigital.fair.applications.letters import APPLICATION, CONFIRM_ADDRESS
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.queries import list_letters
from tests.concurrency.fair.desk import ROUNDS, SIX
from tests.concurrency.together import behind, times, together
from tests.factories import BOOKED_AT, application


def send(slug: str, sent: Application) -> UUID:
    return apply(get_event(slug), sent, BOOKED_AT).id


def test_one_application_sent_six_times_at_once_is_one(context: Flask, event: Event) -> None:
    for _ in range(ROUNDS):
        told = together(context, *times(SIX, partial(send, event.slug, application())))
        db.session.rollback()
        assert len(set(told)) == 1
        letters = [each for each in list_letters() if each.subject_id == told[0]]
        assert [each.kind for each in letters] == [CONFIRM_ADDRESS]


def unconfirmed(event: Event) -> UUID:
    with transaction():
        return apply(event, application(name=uuid4().hex[:6]), BOOKED_AT).id


def test_an_address_confirmed_six_times_at_once_is_one_letter(context: Flask, event: Event) -> None:
    for _ in range(ROUNDS):
        exhibitor_id = unconfirmed(event)

        def act(wanted: UUID = exhibitor_id) -> None:
            confirm(db.session.get_one(Exhibitor, wanted), BOOKED_AT)

        together(context, *times(SIX, act))
        db.session.rollback()
        found = [each for each in list_letters() if each.subject_id == str(exhibitor_id)]
        assert sum(each.kind == APPLICATION for each in found) == 1


@pytest.mark.parametrize("accept", [True, False])
def test_a_decision_behind_the_end_of_an_application_finds_none(
    context: Flask, event: Event, accept: bool
) -> None:
    exhibitor_id = unconfirmed(event)
    row = db.session.get_one(Exhibitor, exhibitor_id)
    db.session.expunge(row)

    def disowned() -> None:
        disown(db.session.get_one(Exhibitor, exhibitor_id), BOOKED_AT)

    def decided() -> None:
        decide(row, State.ACCEPTED if accept else State.REJECTED, BOOKED_AT, "olga")

    assert behind(context, disowned, decided) == "unknown_exhibitor"
