from datetime import UTC, datetime

import pytest
from flask import Flask

from ortenaudigital.fair.applications.commands import apply
from ortenaudigital.fair.applications.deciding.decisions import decide
from ortenaudigital.fair.applications.errors import ApplicationsClosed, StillAssigned
from ortenaudigital.fair.applications.queries import list_exhibitors
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.placement.commands import assign, take_back
from ortenaudigital.fair.placement.errors import NotAccepted, SlotTaken
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.kernel.db import transaction
from ortenaudigital.outbox.queries import list_letters_about
from tests.factories import BOOKED_AT, application, make_event, make_exhibitor


def test_apply_twice_with_one_request_gives_one_exhibitor(context: Flask) -> None:
    event = make_event()
    form = application()
    for _ in range(2):
        with transaction():
            exhibitor = apply(event, form, BOOKED_AT)
    assert [e.id for e in list_exhibitors(event)] == [exhibitor.id]
    letters = list_letters_about(str(exhibitor.id))
    assert [letter.kind for letter in letters] == ["stands.confirm_address"]


def test_apply_too_late_is_refused(context: Flask) -> None:
    event = make_event()
    with pytest.raises(ApplicationsClosed), transaction():
        apply(event, application(), datetime(2027, 9, 30, 7, tzinfo=UTC))


def test_assign_gives_a_free_stand_once(context: Flask) -> None:
    event = make_event()
    first, second = make_exhibitor(event), make_exhibitor(event, name="Gigabit")
    slots = list_free_slots(event)
    assert len(slots) == 3
    with transaction():
        assign(slots[0], first, BOOKED_AT, "olga")
    with pytest.raises(SlotTaken) as caught, transaction():
        assign(slots[0], second, BOOKED_AT, "otto")
    assert caught.value.details == {"stand": "A1", "holder": "Rebsensor"}
    assert len(list_free_slots(event)) == 2
    assert [a.slot.label for a in first.assignments] == ["A1"]
    assert list(second.assignments) == []


def test_assign_before_acceptance_is_refused(context: Flask) -> None:
    event = make_event()
    waiting = make_exhibitor(event, accepted=False)
    with pytest.raises(NotAccepted), transaction():
        assign(list_free_slots(event)[0], waiting, BOOKED_AT, "olga")


def test_take_back_frees_the_stand_and_tells_nobody_by_itself(context: Flask) -> None:
    event = make_event()
    exhibitor = make_exhibitor(event)
    slot = list_free_slots(event)[0]
    with transaction():
        assign(slot, exhibitor, BOOKED_AT, "olga")
    with pytest.raises(StillAssigned), transaction():
        decide(exhibitor, State.REJECTED, BOOKED_AT, "olga")
    with transaction():
        take_back(slot, exhibitor, BOOKED_AT, "olga")
    assert len(list_free_slots(event)) == 3
    kinds = [letter.kind for letter in list_letters_about(str(exhibitor.id))]
    assert kinds == [
        "stands.confirm_address",
        "stands.application",
        "stands.accepted",
    ]
    with transaction():
        decide(exhibitor, State.REJECTED, BOOKED_AT, "olga")
    assert exhibitor.state == State.REJECTED


def test_an_event_without_stands_takes_no_applications(context: Flask) -> None:
    with pytest.raises(ApplicationsClosed):
        make_exhibitor(make_event(stands=""))
