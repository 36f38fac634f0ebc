"""Two who ask at the same moment get one letter, one job; two workers never the same row."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.jobs.commands import claim_next as claim_job
from ortenaudigital.jobs.commands import request_job
from ortenaudigital.jobs.models import Job
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.commands import About, Sending, claim_next, enqueue
from ortenaudigital.outbox.models import Letter
from tests.concurrency.together import behind, times, together

LEASE = timedelta(minutes=2)


def ask() -> int:
    return request_job("a", "event:1", {"day": "1"}, "de", utc_now()).id


def write() -> bool:
    return enqueue("test", About(1, "1"), utc_now(), sending=Sending(key="once"))


def count(table: type[Letter | Job]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_who_asks_for_the_same_list_at_the_same_moment_gets_the_same_job(context: Flask) -> None:
    first: list[int] = []
    assert behind(context, lambda: first.append(ask()), ask) == str(first[0])
    assert set(together(context, *times(4, ask))) == {str(first[0])}
    assert count(Job) == 1


def test_one_letter_is_written_for_a_key(context: Flask) -> None:
    assert sorted(together(context, *times(4, write))) == ["False", "False", "False", "True"]
    assert count(Letter) == 1


def test_two_workers_never_have_the_same_in_hand(context: Flask) -> None:
    with transaction():
        for number in range(4):
            enqueue("test", About(number, str(number)), utc_now())
            request_job("a", f"event:{number}", {}, "de", utc_now())
    letter: Callable[[], int] = lambda: claim_next(utc_now(), LEASE).id  # noqa: E731
    job: Callable[[], int] = lambda: claim_job(utc_now()).id  # noqa: E731
    assert len(set(together(context, *times(4, letter)))) == 4
    assert len(set(together(context, *times(4, job)))) == 4
