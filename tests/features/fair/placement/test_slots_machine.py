"""Whatever organisers, exhibitors and the worker do with slots, in whatever order: it stays true.

A model beside the database says whose each slot must be; what the rules refuse changes nothing.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from ortenaudigital.fair.applications.deciding.withdrawing import withdraw
from ortenaudigital.fair.applications.models import Assignment
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.placement.changing import By
from ortenaudigital.fair.placement.commands import free, give, give_all_days, hold, swap, undo
from ortenaudigital.fair.placement.rules.conflicts import load
from ortenaudigital.fair.placement.telling import confirm_placing, list_untold, tell, told_now
from ortenaudigital.fair.placement.worker import drop_ended_holds
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.errors import DomainError
from tests.conftest import empty_database
from tests.factories import BOOKED_AT, make_event
from tests.features.fair.placement.conftest import STANDS, Office

SLOTS = st.integers(0, 8)
PEOPLE = st.integers(0, 4)
HOURS = st.integers(1, 3)


class Slots(RuleBasedStateMachine):
    """What can be done with seven slots of stands and two pitches, and five exhibitors."""

    office: Office
    now: datetime

    @initialize()
    def begin(self) -> None:
        empty_database()
        self.now = BOOKED_AT
        self.office = Office(make_event(stands=STANDS))
        needs: list[dict[str, Any]] = [
            {"power_w": 3000},
            {"power_w": 2000, "network": True},
            {"pitch": True, "days": (1,)},
            {"width_cm": 300, "depth_cm": 200, "apart_from": "Firma 0"},
        ]
        self.people = [
            self.office.exhibitor(f"Firma {number}", **each) for number, each in enumerate(needs)
        ]
        self.people.append(self.office.exhibitor("Wartet", accepted=False))
        self.slots = list(self.office.read(self.by).slots)
        self.model: dict[int, tuple[UUID, datetime | None]] = {}

    @property
    def by(self) -> By:
        return By(self.now, "olga")

    def attempt(self, deed: Callable[[], Any]) -> bool:
        """Do something; say whether the rules allowed it."""
        db.session.rollback()
        with suppress(DomainError):
            with transaction():
                deed()
            return True
        db.session.rollback()
        return False

    def holder(self, slot: int) -> UUID | None:
        who = self.model.get(slot)
        return who[0] if who and (who[1] is None or who[1] > self.now) else None

    @rule(slot=SLOTS, person=PEOPLE)
    def give_one(self, slot: int, person: int) -> None:
        at, who = self.slots[slot], self.people[person]
        before = self.holder(at)
        if self.attempt(lambda: give(self.office.event, [at], who, self.by)):
            assert before in {None, who}
            self.model[at] = (who, None)

    @rule(slot=SLOTS, person=PEOPLE)
    def give_all(self, slot: int, person: int) -> None:
        at, who = self.slots[slot], self.people[person]
        before = {each: self.holder(each) for each in self.slots}
        if self.attempt(lambda: give_all_days(self.office.event, at, who, self.by)):
            for each, holding in self.office.read(self.by).held.items():
                if holding.exhibitor == who and before[each] is None:
                    self.model[each] = (who, None)
            assert before[at] in {None, who}
            self.model[at] = (who, None)

    @rule(slot=SLOTS, person=PEOPLE, hours=HOURS)
    def hold_one(self, slot: int, person: int, hours: int) -> None:
        at, who, until = self.slots[slot], self.people[person], self.now + timedelta(hours=hours)
        before = self.holder(at)
        if self.attempt(lambda: hold(self.office.event, at, who, until, self.by)):
            assert before in {None, who}
            self.model[at] = (who, until)

    @rule(slot=SLOTS, person=PEOPLE)
    def take_back(self, slot: int, person: int) -> None:
        at, who = self.slots[slot], self.people[person]
        before = self.holder(at)
        if self.attempt(lambda: free(self.office.event, [at], who, self.by)):
            assert before == who
            del self.model[at]

    @rule(one=SLOTS, other=SLOTS)
    def swap_two(self, one: int, other: int) -> None:
        here, there = self.slots[one], self.slots[other]
        shown = {here: self.holder(here), there: self.holder(there)}
        mine, theirs = self.model.get(here), self.model.get(there)
        pairs = [(here, there)]
        if here != there and self.attempt(lambda: swap(self.office.event, pairs, shown, self.by)):
            for at, was, who in ((here, theirs, shown[there]), (there, mine, shown[here])):
                self.model.pop(at, None)
                if who is not None and was is not None:
                    self.model[at] = was

    @rule()
    def undo_last(self) -> None:
        if self.attempt(lambda: undo(self.office.event, self.by)):
            held = self.office.read(self.by).held
            self.model = {slot: (each.exhibitor, each.until) for slot, each in held.items()}

    @rule(person=PEOPLE)
    def leave(self, person: int) -> None:
        who = self.people[person]
        if self.attempt(lambda: withdraw(self.office.row(who), self.now, "exhibitor")):
            self.model = {slot: each for slot, each in self.model.items() if each[0] != who}

    @rule(hours=HOURS)
    def time_goes_by(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def the_worker_cleans_up(self) -> None:
        db.session.rollback()
        drop_ended_holds(lambda: self.now)

    @rule()
    def tell_all(self) -> None:
        ids = [each.id for each in list_untold(self.office.event)]
        self.attempt(lambda: tell(self.office.event, ids, self.by))
        assert list_untold(self.office.event) == []

    @rule(person=PEOPLE)
    def say_yes(self, person: int) -> None:
        row = self.office.row(self.people[person])
        self.attempt(lambda: confirm_placing(row, row.told_of, self.by))

    @invariant()
    def each_slot_is_whose_it_must_be(self) -> None:
        db.session.rollback()
        held = self.office.read(self.by).held
        expected = {at: who for at in self.slots if (who := self.holder(at))}
        assert {slot: each.exhibitor for slot, each in held.items()} == expected

    @invariant()
    def no_slot_is_two_peoples_and_no_fuse_blows(self) -> None:
        rows = db.session.execute(
            select(Assignment.slot_id, func.count()).group_by(Assignment.slot_id)
        ).all()
        assert all(number == 1 for _, number in rows)
        fair = self.office.read(self.by).fair
        for circuit, limit in fair.circuits.items():
            for day in self.office.event.days:
                assert load(fair, day.id, None, circuit)[0] <= (limit.power_w or 0)

    @invariant()
    def who_said_yes_said_it_to_what_holds(self) -> None:
        for person in self.people:
            row = self.office.row(person)
            mine = [slot for slot, each in self.model.items() if each == (person, None)]
            if row.state == State.WITHDRAWN:
                assert not mine
            elif row.confirmed_at is not None:
                assert row.told_of == told_now(mine)


@pytest.mark.long
def test_slots_stay_true(context: Flask) -> None:
    run_state_machine_as_test(
        Slots,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            # To make a sequence shorter takes minutes, and says little more.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
