"""Two organisers at once: nobody who was turned down holds a stand, and each deed is told once."""

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from uuid import uuid4

import pytest
from flask import Flask

from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.rules import DECISIONS, State
from ortenaudigital.fair.placement.keeping import change_floor
from ortenaudigital.kernel.db import db, transaction
from tests.concurrency.fair.desk import ROUNDS, SIX, Desk, check_whole
from tests.concurrency.together import attempt, behind, times, together
from tests.factories import event_file_text, make_event


def test_turning_down_and_assigning_at_once_exclude_each_other(
    context: Flask, event: Event
) -> None:
    for _ in range(ROUNDS):
        desk = Desk(event)
        told = together(context, desk.decide(False), desk.assign, desk.decide(False), desk.assign)
        check_whole(desk)
        outcome = {"rejected": "not_accepted", "accepted": "still_assigned"}[desk.state()]
        assert outcome in told
        if desk.stands():
            attempt(desk.take_back)


def test_assigning_behind_a_refusal_is_refused(context: Flask, event: Event) -> None:
    desk = Desk(event)
    assert behind(context, desk.decide(False), desk.assign) == "not_accepted"
    check_whole(desk)


def test_turning_down_behind_an_assignment_is_refused(context: Flask, event: Event) -> None:
    desk = Desk(event)
    assert behind(context, desk.assign, desk.decide(False)) == "still_assigned"
    check_whole(desk)
    assert desk.state() == State.ACCEPTED


@pytest.mark.parametrize("accept", [True, False])
def test_one_decision_made_six_times_at_once_is_one_letter(
    context: Flask, event: Event, accept: bool
) -> None:
    for _ in range(ROUNDS):
        desk = Desk(event, accepted=False)
        together(context, *times(SIX, desk.decide(accept)))
        assert desk.told() == [DECISIONS[State(desk.state())]]
        assert len(desk.decisions()) == 1


def test_of_different_decisions_at_once_the_last_is_told(context: Flask, event: Event) -> None:
    for _ in range(ROUNDS):
        desk = Desk(event, accepted=False)
        decisions = [desk.decide(bool(number % 2)) for number in range(SIX)]
        together(context, *decisions)
        decided = desk.decisions()
        assert decided[-1] == f"stands.{desk.state()}"
        # The letter about each waits, and goes when there is another decision.
        assert desk.told() == [DECISIONS[State(desk.state())]]
        assert all(one != other for one, other in pairwise(decided))


def test_a_stand_taken_back_six_times_at_once_is_taken_back_once(
    context: Flask, event: Event
) -> None:
    for _ in range(ROUNDS):
        desk = Desk(event)
        attempt(desk.assign)
        told = Counter(together(context, *times(SIX, desk.take_back)))
        assert told == {"None": 1, "unknown_slot": 5}
        assert desk.stands() == 0


def test_taking_back_behind_taking_back_finds_nothing(context: Flask, event: Event) -> None:
    desk = Desk(event)
    attempt(desk.assign)
    assert behind(context, desk.take_back, desk.take_back) == "unknown_slot"


def test_a_stand_that_goes_from_one_to_the_other_is_held_by_one(
    context: Flask, event: Event
) -> None:
    one = Desk(event)
    other = Desk(event)
    other.slot_id = one.slot_id
    attempt(one.assign)
    for _ in range(ROUNDS):
        told = together(context, one.take_back, other.assign, one.take_back, other.assign)
        assert one.stands() + other.stands() <= 1
        assert set(told) <= {"None", "unknown_slot", "slot_taken"}
        attempt(one.take_back)
        attempt(other.take_back)
        attempt(one.assign)


# The event file


def without_stands(slug: str) -> Callable[[], str]:
    plans = read_event_file(event_file_text(stands="", slug=slug)).floor

    def act() -> str:
        try:
            event = get_event(slug)
            change_floor(event, plans, {day.date for day in event.days})
        except EventFileError:
            return "refused"
        return "stored"

    return act


def test_a_stand_that_leaves_the_file_is_nobodys_or_stays(context: Flask, event: Event) -> None:
    for _ in range(ROUNDS):
        fresh = make_event(slug=f"messe-{uuid4().hex[:6]}")
        desk = Desk(fresh)
        told = together(context, without_stands(fresh.slug), desk.assign)
        assert told in (["refused", "None"], ["stored", "unknown_slot"])
        check_whole(desk)


def test_assigning_behind_a_file_without_the_stand_is_refused(context: Flask, event: Event) -> None:
    desk = Desk(event)
    assert behind(context, without_stands(event.slug), desk.assign) == "unknown_slot"


def test_a_file_without_the_stand_behind_assigning_is_refused(context: Flask, event: Event) -> None:
    desk = Desk(event)
    with transaction():
        db.session.get_one(Exhibitor, desk.id)
    assert behind(context, desk.assign, without_stands(event.slug)) == "refused"
    assert desk.stands() == 1
