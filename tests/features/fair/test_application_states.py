"""Whatever is done with an application, in any order: its state, slots and letters fit together."""

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from ortenaudigital.fair.applications.commands import confirm
from ortenaudigital.fair.applications.deciding.decisions import decide, list_untold, undo
from ortenaudigital.fair.applications.deciding.withdrawing import withdraw
from ortenaudigital.fair.applications.models import Assignment, Exhibitor
from ortenaudigital.fair.applications.rules import DECISIONS, State
from ortenaudigital.fair.placement.changing import By
from ortenaudigital.fair.placement.commands import assign, take_back
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.fair.placement.telling import tell
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.outbox.models import Letter
from tests.factories import BOOKED_AT, make_event, make_exhibitor

STEPS = (
    *("confirm", "accept", "wait", "reject", "accept collected", "reject collected"),
    *("undo", "tell", "send", "withdraw", "assign", "take back"),
)
WANTED = {"accept": State.ACCEPTED, "wait": State.WAIT_LISTED, "reject": State.REJECTED}


class Model:
    """What is known from outside: what the exhibitor was told last, and what it holds."""

    def __init__(self) -> None:
        self.event = make_event()
        self.id = make_exhibitor(self.event, accepted=False, confirmed=False).id
        # What the office had said, as the exhibitor knows it.
        self.told = State.UNCONFIRMED

    def row(self) -> Exhibitor:
        return db.session.get_one(Exhibitor, self.id)

    def do(self, step: str) -> None:
        try:
            with transaction():
                self._do(step, self.row())
        except DomainError:
            return
        if step == "confirm" and self.told is State.UNCONFIRMED:
            self.told = State.APPLIED

    def _do(self, step: str, row: Exhibitor) -> None:
        word, _, collected = step.partition(" ")
        if word in WANTED:
            decide(row, WANTED[word], BOOKED_AT, "olga", collected=bool(collected))
        elif step == "confirm":
            confirm(row, BOOKED_AT)
        elif step == "undo":
            before = self.told
            undo(row, BOOKED_AT, "olga")
            assert row.state is before, "undoing leads to what the exhibitor knows"
        elif step == "tell":
            tell(row.event, list_untold(row.event), By(BOOKED_AT, "olga"))
        elif step == "send":
            self._send(row)
        elif step == "withdraw":
            withdraw(row, BOOKED_AT, "exhibitor")
        elif step == "assign":
            assign(list_free_slots(row.event)[0], row, BOOKED_AT, "olga")
        elif row.assignments:
            take_back(row.assignments[0].slot, row, BOOKED_AT, "olga")

    def _send(self, row: Exhibitor) -> None:
        waiting = (Letter.subject_id == str(row.id), Letter.state == "waiting")
        kinds = set(db.session.scalars(select(Letter.kind).where(*waiting)))
        if kinds & set(DECISIONS.values()):
            self.told = row.state
        db.session.execute(update(Letter).where(*waiting).values(state="sent"))

    def check(self) -> None:
        db.session.rollback()
        db.session.expire_all()
        row = self.row()
        held = db.session.scalars(select(Assignment).where(Assignment.exhibitor_id == self.id))
        assert not held.unique().all() or row.state is State.ACCEPTED
        query = select(Letter.kind).where(Letter.subject_id == str(self.id))
        waiting = db.session.scalars(query.where(Letter.state == "waiting")).all()
        about = [kind for kind in waiting if kind in DECISIONS.values()]
        assert len(about) <= 1, "nobody is told two things"
        assert all(kind == DECISIONS.get(row.state) for kind in about)
        if row.state is State.WITHDRAWN:
            assert about == []
            return
        if row.untold:
            assert about == []
        if not about and not row.untold:
            assert row.state is self.told, "what holds is what the exhibitor knows"


@pytest.fixture
def emptied(context: Flask) -> Any:
    """Give each example a house without events."""

    def empty() -> None:
        with transaction():
            db.session.execute(delete(Assignment))
            db.session.execute(delete(Exhibitor))
            db.session.execute(delete(Letter))

    return empty


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.sampled_from(STEPS), max_size=14))
def test_state_slots_and_letters_fit_whatever_is_done(emptied: Any, steps: list[str]) -> None:
    emptied()
    model = Model()
    model.do("confirm")
    for step in steps:
        model.do(step)
        model.check()
