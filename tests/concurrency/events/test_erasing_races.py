"""Two owners decide about the same request, ask, or take back, at the same moment."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import EventState
from ortenaudigital.jobs.models import Job
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.privacy.whole_event.commands import (
    JOB,
    Owner,
    ask,
    confirm,
    refuse,
    withdraw,
)
from ortenaudigital.privacy.whole_event.models import EventErasure
from ortenaudigital.privacy.whole_event.rules import ErasureState
from tests.concurrency.together import behind, together
from tests.factories import BOOKED_AT, make_event, make_organiser
from tests.features.privacy.whole_events import REASON, two_owners


def begun(app: Flask) -> tuple[int, int, tuple[Owner, Owner, Owner]]:
    """Make a draft that one of three owners wants erased; return event, request and owners."""
    with app.app_context():
        event_id, (one, two) = make_event(state="draft").id, two_owners()
        third = make_organiser("vera@example.org")
        with transaction():
            erasure_id = ask(event_id, one, REASON, BOOKED_AT).id
        return event_id, erasure_id, (one, two, Owner(third.id, third.email))


def test_two_who_ask_at_once_make_one_request(app: Flask) -> None:
    with app.app_context():
        event_id, owners = make_event(state="draft").id, two_owners()
    deeds = [lambda each=each: ask(event_id, each, REASON, BOOKED_AT).id for each in owners * 2]
    outcomes = together(app, *deeds)
    assert sorted(outcomes)[1:] == ["erasure_already_asked"] * 3
    with app.app_context():
        assert db.session.scalar(select(func.count(EventErasure.id))) == 1


def test_two_who_confirm_at_once_erase_once(app: Flask) -> None:
    event_id, erasure_id, (_, *seconds) = begun(app)
    deeds = [lambda each=each: confirm(erasure_id, each, BOOKED_AT) for each in seconds]
    outcomes = together(app, *deeds)
    assert sorted(outcomes)[0] == "None"
    assert set(outcomes) <= {"None", "erasure_not_open", "erasure_already_asked"}
    assert outcomes.count("None") == 1
    with app.app_context():
        assert db.session.scalar(select(func.count(Job.id)).where(Job.kind == JOB)) == 1
        assert db.session.get_one(Event, event_id).state is EventState.ERASING


@pytest.mark.parametrize("confirmed_first", [True, False])
def test_taken_back_while_it_is_confirmed(app: Flask, confirmed_first: bool) -> None:
    event_id, erasure_id, (one, two, _) = begun(app)
    deeds = [
        lambda: confirm(erasure_id, two, BOOKED_AT),
        lambda: withdraw(erasure_id, one, BOOKED_AT),
    ]
    first, second = deeds if confirmed_first else reversed(deeds)
    with app.app_context():
        assert behind(app, first, second) == "erasure_not_open"
        db.session.expire_all()
        state = db.session.get_one(EventErasure, erasure_id).state
        event = db.session.get_one(Event, event_id)
        if confirmed_first:
            assert (state, event.state) == (ErasureState.CONFIRMED, EventState.ERASING)
        else:
            assert (state, event.state) == (ErasureState.WITHDRAWN, EventState.DRAFT)


def test_refused_by_one_and_confirmed_by_another(app: Flask) -> None:
    event_id, erasure_id, (_, two, third) = begun(app)
    outcomes = together(
        app,
        lambda: confirm(erasure_id, two, BOOKED_AT),
        lambda: refuse(erasure_id, third, "Nein.", BOOKED_AT),
    )
    assert sorted(outcomes) == ["None", "erasure_not_open"]
    with app.app_context():
        going = db.session.get_one(Event, event_id).state is EventState.ERASING
        assert going is (outcomes[0] == "None")
