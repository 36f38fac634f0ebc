"""Decisions about exhibitors: made, told after a while, and undone as if they had never been."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from ortenaudigital.audit.models import Entry
from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications import letters as written
from ortenaudigital.fair.applications.changing.corrections import (
    correct,
    list_differences,
    mark_seen,
)
from ortenaudigital.fair.applications.deciding.decisions import (
    decide,
    list_untold,
    undo,
)
from ortenaudigital.fair.applications.deciding.withdrawing import slots_freed, withdraw
from ortenaudigital.fair.applications.errors import (
    AlreadyTold,
    ApplicationOver,
    NotConfirmed,
    NothingToUndo,
    StillAssigned,
    Withdrawn,
)
from ortenaudigital.fair.applications.models import Assignment, Exhibitor
from ortenaudigital.fair.applications.organising.agenda import read_agenda
from ortenaudigital.fair.applications.organising.entering import enter
from ortenaudigital.fair.applications.organising.tasks import add_task, end_task, list_tasks
from ortenaudigital.fair.applications.rules import DECISION_WAITS, DECISIONS, State
from ortenaudigital.fair.placement.changing import By
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.fair.placement.telling import tell
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.models import Letter
from tests.factories import BOOKED_AT, application, make_event, make_exhibitor

LATER = BOOKED_AT + DECISION_WAITS
DECIDABLE = (State.ACCEPTED, State.WAIT_LISTED, State.REJECTED)


@pytest.fixture
def event(context: Flask) -> Event:
    return make_event()


def letters(exhibitor: Exhibitor) -> list[tuple[str, str]]:
    query = select(Letter.kind, Letter.state).where(Letter.subject_id == str(exhibitor.id))
    told = query.where(Letter.kind.like("stands.%")).order_by(Letter.id)
    kinds = (*DECISIONS.values(), "stands.withdrawn")
    return [(kind, str(state)) for kind, state in db.session.execute(told) if kind in kinds]


def applied(event: Event, **changes: str) -> Exhibitor:
    return make_exhibitor(event, accepted=False, **changes)


@pytest.mark.parametrize("state", DECIDABLE)
def test_a_decision_is_told_after_some_minutes(event: Event, state: State) -> None:
    exhibitor = applied(event)
    with transaction():
        decide(exhibitor, state, BOOKED_AT, "olga")
    (letter,) = db.session.scalars(select(Letter).where(Letter.kind == DECISIONS[state]))
    assert letter.due_at == LATER
    assert exhibitor.state is state


@pytest.mark.parametrize("state", DECIDABLE)
def test_an_undone_decision_leaves_nothing_behind(event: Event, state: State) -> None:
    exhibitor = applied(event)
    with transaction():
        decide(exhibitor, state, BOOKED_AT, "olga")
    with transaction():
        undo(exhibitor, LATER - timedelta(seconds=1), "olga")
    assert (exhibitor.state, exhibitor.decided_at, exhibitor.decided_from) == (
        *(State.APPLIED, None, None),
    )
    assert letters(exhibitor) == []
    with pytest.raises(NothingToUndo), transaction():
        undo(exhibitor, LATER, "olga")


def test_what_was_told_is_undone_no_more(event: Event) -> None:
    exhibitor = applied(event)
    with transaction():
        decide(exhibitor, State.REJECTED, BOOKED_AT, "olga")
        db.session.execute(update(Letter).values(state="sent"))
    with pytest.raises(AlreadyTold), transaction():
        undo(exhibitor, LATER, "olga")
    assert exhibitor.state is State.REJECTED


def test_a_letter_in_the_hand_of_the_worker_cannot_be_called_back(event: Event) -> None:
    exhibitor = applied(event)
    with transaction():
        decide(exhibitor, State.REJECTED, BOOKED_AT, "olga")
        lease = LATER + timedelta(minutes=5)
        db.session.execute(update(Letter).values(claimed_until=lease))
    with pytest.raises(AlreadyTold), transaction():
        undo(exhibitor, LATER, "olga")


def test_a_second_thought_replaces_the_first_and_undoes_to_what_was_before(event: Event) -> None:
    exhibitor = applied(event)
    for state in (State.ACCEPTED, State.REJECTED, State.WAIT_LISTED):
        with transaction():
            decide(exhibitor, state, BOOKED_AT, "olga")
    assert letters(exhibitor) == [("stands.wait_listed", "waiting")]
    with transaction():
        undo(exhibitor, BOOKED_AT, "olga")
    assert exhibitor.state is State.APPLIED


def test_back_to_what_was_told_writes_no_letter(event: Event) -> None:
    exhibitor = applied(event)
    with transaction():
        decide(exhibitor, State.ACCEPTED, BOOKED_AT, "olga")
        db.session.execute(update(Letter).values(state="sent"))
    for state in (State.REJECTED, State.ACCEPTED):
        with transaction():
            decide(exhibitor, state, LATER, "olga")
    assert letters(exhibitor) == [("stands.accepted", "sent")]
    with pytest.raises(NothingToUndo), transaction():
        undo(exhibitor, LATER, "olga")


def test_collected_decisions_wait_until_they_are_told(event: Event) -> None:
    one, other = applied(event), applied(event, name="Gigabit", email="gigabit@example.org")
    with transaction():
        decide(one, State.ACCEPTED, BOOKED_AT, "olga", collected=True)
        decide(other, State.REJECTED, BOOKED_AT, "olga", collected=True)
    assert letters(one) == letters(other) == []
    assert set(list_untold(event)) == {one.id, other.id}
    with transaction():
        undo(other, LATER, "olga")
    with transaction():
        assert tell(event, list_untold(event), By(LATER, "olga")) == 1
    with transaction():
        assert tell(event, list_untold(event), By(LATER, "olga")) == 0
    assert letters(one) == [("stands.accepted", "waiting")]
    assert letters(other) == []


def test_until_the_letter_of_a_told_decision_leaves_it_is_undone(event: Event) -> None:
    exhibitor = applied(event)
    with transaction():
        decide(exhibitor, State.ACCEPTED, BOOKED_AT, "olga", collected=True)
        tell(event, list_untold(event), By(LATER, "olga"))
    with transaction():
        decide(exhibitor, State.WAIT_LISTED, LATER, "olga")
    with transaction():
        undo(exhibitor, LATER, "olga")
    # The letter that accepted never left: nobody knows of it.
    assert exhibitor.state is State.APPLIED
    assert letters(exhibitor) == []


def test_who_cannot_be_written_to_is_decided_about_and_undone(event: Event) -> None:
    with transaction():
        exhibitor = enter(event, application(email=""), BOOKED_AT, "olga")
    with transaction():
        decide(exhibitor, State.ACCEPTED, BOOKED_AT, "olga", collected=True)
    assert (exhibitor.untold, letters(exhibitor)) == (False, [])
    with transaction():
        undo(exhibitor, LATER, "olga")
    assert exhibitor.state is State.APPLIED


def test_who_was_entered_by_organisers_is_written_to_only_about_decisions(event: Event) -> None:
    with transaction():
        exhibitor = enter(event, application(), BOOKED_AT, "olga")
        again = enter(event, application(request_id=application().request_id), BOOKED_AT, "olga")
    assert exhibitor.state is State.APPLIED
    assert again.id != exhibitor.id
    assert db.session.scalars(select(Letter)).all() == []


def test_a_form_of_organisers_sent_twice_enters_one(event: Event) -> None:
    sent = application()
    with transaction():
        one = enter(event, sent, BOOKED_AT, "olga")
        assert enter(event, sent, BOOKED_AT, "olga").id == one.id


def test_who_has_stands_is_neither_turned_down_nor_undone(event: Event) -> None:
    exhibitor = applied(event)
    with transaction():
        decide(exhibitor, State.ACCEPTED, BOOKED_AT, "olga")
    with transaction():
        assign(list_free_slots(event)[0], exhibitor, BOOKED_AT, "olga")
    for attempt in (
        lambda: decide(exhibitor, State.WAIT_LISTED, BOOKED_AT, "olga"),
        lambda: decide(exhibitor, State.REJECTED, BOOKED_AT, "olga"),
        lambda: undo(exhibitor, BOOKED_AT, "olga"),
    ):
        with pytest.raises(StillAssigned), transaction():
            attempt()


def test_who_withdraws_frees_slots_and_holds_and_is_told_once(event: Event) -> None:
    exhibitor = applied(event)
    with transaction():
        decide(exhibitor, State.ACCEPTED, BOOKED_AT, "olga")
    free = list_free_slots(event)
    with transaction():
        assign(free[0], exhibitor, BOOKED_AT, "olga")
        assign(free[1], exhibitor, BOOKED_AT, "olga")
        held = update(Assignment).where(Assignment.slot_id == free[1].id)
        db.session.execute(held.values(held_until=LATER))
    freed: list[int] = []
    with slots_freed.connected_to(lambda _, slot_ids, **__: freed.extend(slot_ids)):
        for _ in range(2):
            with transaction():
                withdraw(exhibitor, BOOKED_AT, "exhibitor")
    assert sorted(freed) == sorted(each.id for each in free[:2])
    assert db.session.scalars(select(Assignment)).unique().all() == []
    assert exhibitor.state is State.WITHDRAWN
    assert letters(exhibitor) == [("stands.withdrawn", "waiting")]
    with pytest.raises(Withdrawn), transaction():
        decide(exhibitor, State.ACCEPTED, LATER, "olga")
    with pytest.raises(NothingToUndo), transaction():
        undo(exhibitor, LATER, "olga")


def test_nobody_decides_or_withdraws_before_the_address_is_confirmed(event: Event) -> None:
    exhibitor = make_exhibitor(event, accepted=False, confirmed=False)
    with pytest.raises(NotConfirmed), transaction():
        decide(exhibitor, State.WAIT_LISTED, BOOKED_AT, "olga")
    with transaction():
        withdraw(exhibitor, BOOKED_AT, "exhibitor")
    assert exhibitor.state is State.UNCONFIRMED


def test_letters_that_hold_no_more_are_not_sent(event: Event) -> None:
    exhibitor = applied(event)
    with transaction():
        decide(exhibitor, State.ACCEPTED, BOOKED_AT, "olga")
        claimed = update(Letter).where(Letter.kind == "stands.accepted")
        db.session.execute(claimed.values(claimed_until=LATER))
        withdraw(exhibitor, BOOKED_AT, "exhibitor")
        db.session.execute(claimed.values(claimed_until=None))
    assert written.accepted(str(exhibitor.id)) is None
    assert written.withdrawn(str(exhibitor.id)) is not None


def test_what_an_accepted_exhibitor_changes_is_shown_until_somebody_looked(event: Event) -> None:
    exhibitor = applied(event)
    with transaction():
        assert correct(exhibitor, {"description": "Neu"}, BOOKED_AT, "exhibitor")
    assert list_differences(exhibitor.id) == []
    with transaction():
        decide(exhibitor, State.ACCEPTED, BOOKED_AT, "olga")
    with transaction():
        changed = {"description": "Anders", "tags": "Wein", "state": "rejected", "email": "x@y.de"}
        assert correct(exhibitor, changed, BOOKED_AT, "exhibitor")
        assert not correct(exhibitor, {"description": "Anders"}, BOOKED_AT, "exhibitor")
    shown = list_differences(exhibitor.id)
    assert [(each.field, each.was, each.becomes) for each in shown] == [
        ("description", "Neu", "Anders"),
        ("tags", "", "Wein"),
    ]
    assert (exhibitor.state, exhibitor.email) == (State.ACCEPTED, "emil@example.org")
    assert read_agenda(event, BOOKED_AT.date()).changed == 1
    with transaction():
        correct(exhibitor, {"tags": "Wein, Holz"}, BOOKED_AT, "exhibitor")
        mark_seen(exhibitor, shown[-1].id, BOOKED_AT, "olga")
    # What came while somebody was looking is still to be looked at.
    assert [each.becomes for each in list_differences(exhibitor.id)] == ["Wein, Holz"]


def test_who_withdrew_corrects_nothing(event: Event) -> None:
    exhibitor = applied(event)
    with transaction():
        withdraw(exhibitor, BOOKED_AT, "exhibitor")
    with pytest.raises(ApplicationOver), transaction():
        correct(exhibitor, {"description": "Neu"}, BOOKED_AT, "exhibitor")


def test_tasks_are_listed_by_date_and_done_once(event: Event) -> None:
    exhibitor = applied(event)
    today = BOOKED_AT.date()
    with transaction():
        add_task(exhibitor, "Anrufen", None, BOOKED_AT, "olga")
        add_task(exhibitor, "Logo holen", today + timedelta(days=1), BOOKED_AT, "olga")
        add_task(exhibitor, "Strom klären", today, BOOKED_AT, "olga")
    assert [each.words for each in list_tasks(exhibitor.id)] == [
        *("Strom klären", "Logo holen", "Anrufen"),
    ]
    assert read_agenda(event, today).tasks == 1
    task_id = list_tasks(exhibitor.id)[0].id
    for _ in range(2):
        with transaction():
            end_task(exhibitor, task_id, BOOKED_AT, "olga")
    done = select(Entry).where(Entry.action == "stands.task_done")
    assert len(db.session.scalars(done).all()) == 1
    assert read_agenda(event, today).tasks == 0


def test_who_is_told_of_a_stand_is_told_of_the_decision(event: Event) -> None:
    exhibitor = applied(event)
    with transaction():
        decide(exhibitor, State.ACCEPTED, BOOKED_AT, "olga", collected=True)
        assign(list_free_slots(event)[0], exhibitor, BOOKED_AT, "olga")
    with transaction():
        assert tell(event, [exhibitor.id], By(BOOKED_AT, "olga")) == 1
    db.session.expire_all()
    assert list_untold(event) == []
    with pytest.raises(NothingToUndo), transaction():
        undo(exhibitor, LATER, "olga")
