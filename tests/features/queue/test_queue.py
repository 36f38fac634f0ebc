"""The queue: who comes first, what is there only once, and what leaves together."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.bookings.letters import CONFIRMATION, EVENT_CHANGED
from ortenaudigital.bookings.telling import tell_guests
from ortenaudigital.fair.applications.letters import EVENT_CHANGED as FAIR_CHANGED
from ortenaudigital.fair.applications.telling import tell_exhibitors
from ortenaudigital.jobs.commands import claim_next as claim_job
from ortenaudigital.jobs.commands import request_job
from ortenaudigital.jobs.models import Job
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.commands import (
    About,
    Sending,
    claim_next,
    enqueue,
    mark_failed,
    retry_failed,
)
from ortenaudigital.outbox.models import Letter, LetterState
from ortenaudigital.outbox.queries import list_letters
from ortenaudigital.outbox.worker import composers, register
from ortenaudigital.queue.queries import is_claimable
from ortenaudigital.queue.rules import Priority
from tests.factories import make_booking, make_event, make_exhibitor
from tests.features.kernel.plans import plan_of

NOW = datetime(2027, 6, 1, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
LEASE = timedelta(minutes=2)
MASS = 5000


@pytest.fixture
def kind(context: Flask) -> Iterator[str]:
    register("test", lambda subject_id: Composed("a@example.org", "A", "A", "<p>A</p>"))
    yield "test"
    composers.pop("test")


def claim(at: datetime = LATER) -> Letter | None:
    with transaction():
        return claim_next(at, LEASE)


def kind_claimed(at: datetime = LATER) -> str | None:
    letter = claim(at)
    return letter and letter.kind


def put(subject: int, sending: Sending, at: datetime = NOW) -> bool:
    with transaction():
        return enqueue("test", About(subject, str(subject)), at, sending=sending)


def test_a_confirmation_leaves_before_five_thousand_letters_that_were_there_first(
    kind: str,
) -> None:
    with transaction():
        bulk = Sending(Priority.BULK, "batch")
        for number in range(MASS):
            enqueue("test", About(number, str(number)), NOW, sending=bulk)
    make_booking(make_event(), LATER)
    assert kind_claimed() == CONFIRMATION
    assert kind_claimed() == "test"


def test_what_is_next_is_found_by_an_index(kind: str) -> None:
    query = select(Letter.id).where(is_claimable(Letter, LATER))
    query = query.order_by(Letter.priority, Letter.due_at, Letter.id).limit(1)
    plan = plan_of(query, "ix_letter_state_priority_due_at_id")
    assert " ix_letter_state_priority_due_at_id " in plan, plan
    assert not any(each in plan for each in ("TEMP B-TREE", "Sort")), plan


def test_within_a_priority_the_one_that_was_due_first_leaves_first(kind: str) -> None:
    put(1, Sending(due_at=NOW + timedelta(seconds=30)))
    put(2, Sending())
    put(3, Sending(Priority.HIGH, due_at=LATER + LEASE))
    found = [letter.subject_id for letter in (claim(), claim()) if letter]
    assert found == ["2", "1"]
    assert claim() is None, "what is not due yet waits, however urgent"
    third = claim(LATER + LEASE)
    assert third is not None
    assert third.subject_id == "3"


def test_a_key_is_written_once_whatever_became_of_the_first(kind: str) -> None:
    assert put(1, Sending(key="welcome:1"))
    assert not put(1, Sending(key="welcome:1"))
    assert put(1, Sending(key="welcome:2"))
    assert put(1, Sending())
    assert put(1, Sending())
    with transaction():
        letter = db.session.scalars(select(Letter).where(Letter.unique_key == "welcome:1")).one()
        mark_failed(letter.id, "550", True, NOW)
    assert not put(1, Sending(key="welcome:1"))
    assert len(list_letters()) == 4


def test_everybody_is_told_of_a_change_once_in_one_batch(context: Flask, now: datetime) -> None:
    event = make_event()
    make_booking(event)
    make_exhibitor(event)
    for _ in range(2):
        with transaction():
            tell_guests(event, [day.id for day in event.days], now)
            tell_exhibitors(event, now)
    told = {each.kind: each for each in list_letters() if each.priority == Priority.BULK}
    assert set(told) == {EVENT_CHANGED, FAIR_CHANGED}
    assert sum(each.kind in told for each in list_letters()) == 2
    assert told[EVENT_CHANGED].batch == f"{EVENT_CHANGED}:{event.id}:{event.calendar_sequence}"
    assert {each.event_id for each in told.values()} == {event.id}


def test_a_dead_letter_that_is_put_back_keeps_its_priority(kind: str) -> None:
    put(1, Sending(Priority.BULK))
    put(2, Sending())
    with transaction():
        for letter in list_letters():
            mark_failed(letter.id, "550", True, NOW)
    assert claim() is None
    with transaction():
        assert retry_failed(NOW) == 2
    assert [each.subject_id for each in (claim(), claim()) if each] == ["2", "1"]
    assert {letter.state for letter in list_letters()} == {LetterState.WAITING}


def test_a_job_of_higher_priority_is_done_first(context: Flask, now: datetime) -> None:
    with transaction():
        first = request_job("a", "event:1", {}, "de", now).id
        second = request_job("b", "event:1", {}, "de", now).id
        db.session.get_one(Job, second).priority = Priority.HIGH
    with transaction():
        claimed = claim_job(now)
    assert claimed is not None
    assert (claimed.id, first < second) == (second, True)
