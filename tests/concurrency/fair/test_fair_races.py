"""Two organisers at once: nobody who was turned down holds a stand, and each deed is told once."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.audit.models import Entry
from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.fair.commands import (
    Application,
    apply,
    assign,
    confirm,
    decide,
    disown,
    take_back,
)
from ortenaudigital.fair.inventory import store_stands
from ortenaudigital.fair.letters import APPLICATION, ASSIGNMENT, CONFIRM_ADDRESS, DECISION
from ortenaudigital.fair.models import Assignment, Exhibitor
from ortenaudigital.fair.queries import get_slot, list_free_slots
from ortenaudigital.fair.rules import State
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.queries import list_letters
from tests.concurrency.together import attempt, behind, times, together
from tests.factories import BOOKED_AT, application, event_file_text, make_event, make_exhibitor

ROUNDS = 5
SIX = 6


@pytest.fixture
def event(context: Flask) -> Iterator[Event]:
    event = make_event()
    db.session.rollback()
    yield event
    db.session.rollback()


class Desk:
    """What organisers do with one exhibitor, each deed in the transaction of a caller."""

    def __init__(self, event: Event, accepted: bool = True, slot: int = 0) -> None:
        self.slug = event.slug
        self.id: UUID = make_exhibitor(event, accepted, name=f"AG {uuid4().hex[:6]}").id
        self.slot_id = list_free_slots(event)[slot].id
        db.session.rollback()

    def row(self) -> Exhibitor:
        return db.session.get_one(Exhibitor, self.id)

    def _slot(self):
        return get_slot(get_event(self.slug), self.slot_id)

    def decide(self, accept: bool) -> Callable[[], None]:
        return lambda: decide(self.row(), accept, BOOKED_AT, "olga")

    def assign(self) -> None:
        assign(self._slot(), self.row(), BOOKED_AT, "olga")

    def take_back(self) -> None:
        take_back(self._slot(), self.row(), BOOKED_AT, "olga")

    def stands(self) -> int:
        db.session.rollback()
        query = select(func.count()).where(Assignment.exhibitor_id == self.id)
        return db.session.scalar(query) or 0

    def state(self) -> str:
        db.session.rollback()
        return db.session.get_one(Exhibitor, self.id, populate_existing=True).state

    def letters(self, kind: str) -> int:
        db.session.rollback()
        found = [each for each in list_letters() if each.subject_id == str(self.id)]
        return sum(each.kind == kind for each in found)

    def decisions(self) -> list[str]:
        """Say what was decided, as it was written down."""
        db.session.rollback()
        decided = ["stands.accepted", "stands.rejected"]
        query = select(Entry.action).where(Entry.subject == str(self.id))
        return list(db.session.scalars(query.where(Entry.action.in_(decided)).order_by(Entry.id)))


def check_whole(desk: Desk) -> None:
    """Nobody who was turned down holds a stand."""
    assert not (desk.state() == State.REJECTED and desk.stands())


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
        assert desk.letters(DECISION) == 1
        assert len(desk.decisions()) == 1


def test_different_decisions_at_once_are_each_made_and_told(context: Flask, event: Event) -> None:
    for _ in range(ROUNDS):
        desk = Desk(event, accepted=False)
        decisions = [desk.decide(bool(number % 2)) for number in range(SIX)]
        together(context, *decisions)
        decided = desk.decisions()
        assert decided[-1] == f"stands.{desk.state()}"
        assert len(decided) == desk.letters(DECISION)
        assert all(one != other for one, other in pairwise(decided))


def test_a_stand_taken_back_six_times_at_once_is_taken_back_once(
    context: Flask, event: Event
) -> None:
    for _ in range(ROUNDS):
        desk = Desk(event)
        attempt(desk.assign)
        told = Counter(together(context, *times(SIX, desk.take_back)))
        assert told == {"None": 1, "unknown_slot": 5}
        assert desk.letters(ASSIGNMENT) == 2
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
        decide(row, accept, BOOKED_AT, "olga")

    assert behind(context, disowned, decided) == "unknown_exhibitor"


# The event file


def without_stands(slug: str) -> Callable[[], str]:
    plans = read_event_file(event_file_text(stands="", slug=slug)).stands

    def act() -> str:
        try:
            store_stands(get_event(slug), plans)
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
