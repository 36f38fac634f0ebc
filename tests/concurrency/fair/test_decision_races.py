"""Decisions and withdrawals at once: one of them holds, and the exhibitor is told that one."""

import pytest
from flask import Flask
from sqlalchemy import update

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.deciding.decisions import undo
from ortenaudigital.fair.applications.deciding.withdrawing import withdraw
from ortenaudigital.fair.applications.rules import DECISIONS, State
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.models import Letter
from tests.concurrency.fair.desk import ROUNDS, SIX, Desk
from tests.concurrency.together import attempt, behind, times, together
from tests.factories import BOOKED_AT


def withdrawing(desk: Desk) -> None:
    withdraw(desk.row(), BOOKED_AT, "exhibitor")


def test_who_withdraws_while_being_accepted_is_out_or_was_accepted_first(
    context: Flask, event: Event
) -> None:
    for _ in range(ROUNDS):
        desk = Desk(event, accepted=False)
        told = together(context, lambda d=desk: withdrawing(d), *times(3, desk.decide(True)))
        assert set(told) <= {"None", "exhibitor_withdrawn"}
        assert desk.state() == State.WITHDRAWN
        assert desk.told() == []
        assert desk.letters("stands.withdrawn") == 1


def test_who_withdraws_while_a_stand_is_given_holds_none(context: Flask, event: Event) -> None:
    for _ in range(ROUNDS):
        desk = Desk(event)
        told = together(context, desk.assign, lambda d=desk: withdrawing(d), desk.assign)
        assert set(told) <= {"None", "not_accepted", "slot_taken"}
        assert desk.stands() == 0
        assert desk.state() == State.WITHDRAWN


def test_withdrawing_six_times_at_once_is_told_once(context: Flask, event: Event) -> None:
    desk = Desk(event)
    attempt(desk.assign)
    together(context, *times(SIX, lambda: withdrawing(desk)))
    assert desk.letters("stands.withdrawn") == 1
    assert desk.stands() == 0


def test_undoing_and_sending_at_once_never_do_both(context: Flask, event: Event) -> None:
    def undoing() -> None:
        undo(desk.row(), BOOKED_AT, "olga")

    def sending() -> None:
        db.session.execute(
            update(Letter).where(Letter.kind.in_(DECISIONS.values())).values(state="sent")
        )

    for _ in range(ROUNDS):
        desk = Desk(event, accepted=False)
        attempt(desk.decide(True))
        (told, _) = together(context, undoing, sending)
        sent = desk.told() != []
        assert sent == (desk.state() == State.ACCEPTED) == (told == "already_told")


@pytest.mark.parametrize("first", ["undo", "decide"])
def test_undoing_and_deciding_anew_are_one_after_the_other(
    context: Flask, event: Event, first: str
) -> None:
    desk = Desk(event, accepted=False)
    attempt(desk.decide(True))

    def undoing() -> None:
        undo(desk.row(), BOOKED_AT, "olga")

    steps = (undoing, desk.decide(False)) if first == "undo" else (desk.decide(False), undoing)
    assert behind(context, *steps) == "None"
    expected = State.REJECTED if first == "undo" else State.APPLIED
    assert desk.state() == expected
