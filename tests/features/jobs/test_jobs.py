"""Jobs: done once, said how far they are, given back when their worker ends, and forgotten."""

import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pikepdf
import pytest
from flask import Flask

from ortenaudigital.checkin.paper.documents import DOOR_LIST
from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import erase_at
from ortenaudigital.jobs import commands as service
from ortenaudigital.jobs.models import Job
from ortenaudigital.jobs.queries import list_jobs
from ortenaudigital.jobs.rules import KEEP, LEASE, PATIENCE
from ortenaudigital.jobs.worker import Report, do_due, makers, register, start_thread
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.privacy.commands import erase_some
from tests.factories import make_booking, make_event

STOP = threading.Event()


@pytest.fixture
def kind() -> Iterator[str]:
    name = f"test.{uuid4().hex}"
    yield name
    makers.pop(name, None)


def ask(kind: str, now: datetime, **subject: str) -> int:
    with transaction():
        return service.request_job(kind, "event:1", subject, "de", now).id


def job(job_id: int) -> Job:
    db.session.remove()
    return db.session.get_one(Job, job_id)


def text(subject: dict[str, str], report: Report) -> service.Document:
    report(50)
    return service.Document("a.txt", "text/plain", subject.get("text", "").encode())


def test_a_job_is_done_once_and_kept(context: Flask, now: datetime, kind: str) -> None:
    register(kind, text)
    first = ask(kind, now, text="Hallo")
    assert ask(kind, now, text="Hallo") == first, "who is impatient gets the same one"
    other = ask(kind, now, text="Welt")

    assert do_due(lambda: now, STOP)
    assert do_due(lambda: now, STOP)
    assert not do_due(lambda: now, STOP)

    assert (job(first).result, job(other).result) == (b"Hallo", b"Welt")
    assert (job(first).state, job(first).percent, job(first).filename) == ("done", 100, "a.txt")
    assert ask(kind, now, text="Hallo") != first, "the next list is a new one"


def test_progress_is_noted_and_extends_the_lease(context: Flask, now: datetime, kind: str) -> None:
    job_id = ask(kind, now)
    with transaction():
        claimed = service.claim_next(now)
    assert claimed is not None
    later = now + LEASE / 2
    with transaction():
        assert service.note_progress(job_id, 40, later)
    assert (job(job_id).percent, job(job_id).claimed_until) == (40, later + LEASE)
    with transaction():
        assert service.claim_next(now + LEASE) is None


def test_a_worker_that_dies_leaves_its_job_to_the_next(
    context: Flask, now: datetime, kind: str
) -> None:
    register(kind, text)
    job_id = ask(kind, now)
    at = now
    for _ in range(PATIENCE.most_attempts):
        with transaction():
            assert service.claim_next(at) is not None
            assert service.claim_next(at) is None
        at += LEASE
    # What ended three workers does not end a fourth.
    assert not do_due(lambda: at, STOP)
    assert job(job_id).state == "failed"


def test_a_job_that_fails_is_tried_again_and_fails_at_last(
    context: Flask, now: datetime, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(subject: dict[str, str], report: Report) -> None:
        raise RuntimeError("Erika")

    register(kind, fail)
    job_id = ask(kind, now)
    for _ in range(PATIENCE.most_attempts):
        assert job(job_id).pending
        assert do_due(lambda: now, STOP)
    assert job(job_id).state == "failed"
    assert "RuntimeError at" in caplog.text
    assert "Erika" not in caplog.text
    assert not do_due(lambda: now, STOP)


def test_a_worker_that_is_told_to_stop_gives_its_job_back(
    context: Flask, now: datetime, kind: str
) -> None:
    stop = threading.Event()

    def slow(subject: dict[str, str], report: Report) -> service.Document:
        stop.set()
        report(10)
        raise AssertionError("it went on")

    register(kind, slow)
    job_id = ask(kind, now)
    do_due(lambda: now, stop)
    assert (job(job_id).state, job(job_id).attempts) == ("waiting", 0)


def test_a_long_job_leaves_the_rest_of_the_worker_alone(context: Flask, kind: str) -> None:
    begun, go_on, stop = threading.Event(), threading.Event(), threading.Event()

    def long(subject: dict[str, str], report: Report) -> service.Document:
        begun.set()
        assert go_on.wait(60)
        return text(subject, report)

    register(kind, long)
    job_id = ask(kind, utc_now(), text="lang")
    start_thread(context, utc_now, stop)
    assert begun.wait(60)
    # It holds neither a transaction nor the one lock of SQLite: others write meanwhile.
    make_booking(make_event())
    assert job(job_id).running
    go_on.set()
    until = time.monotonic() + 60
    while job(job_id).pending and time.monotonic() < until:
        time.sleep(0.05)
    stop.set()
    assert job(job_id).result == b"lang"
    for thread in threading.enumerate():
        if thread.name == "jobs":
            thread.join(60)


def test_what_was_made_is_deleted_after_a_day(context: Flask, now: datetime, kind: str) -> None:
    register(kind, text)
    job_id = ask(kind, now)
    do_due(lambda: now, STOP)
    with transaction():
        assert service.delete_old_jobs(now + KEEP) == 0
        assert service.delete_old_jobs(now + KEEP + timedelta(seconds=1)) == 1
    db.session.remove()
    assert db.session.get(Job, job_id) is None


def door_job(event: Event, now: datetime) -> int:
    subject = {"event": str(event.id), "day": str(event.days[1].id)}
    with transaction():
        return service.request_job(DOOR_LIST, f"event:{event.id}", subject, "fr", now).id


def test_the_list_of_a_day_is_such_a_job_in_the_language_of_who_asked(
    context: Flask, now: datetime
) -> None:
    event = make_event()
    make_booking(event)
    job_id = door_job(event, now)
    assert do_due(lambda: now, STOP)
    made = job(job_id)
    assert (made.state, made.mimetype) == ("done", "application/pdf")
    assert made.filename == "einlass-ortenau-digital-2027-2027-10-01.pdf"
    assert made.result is not None
    assert made.result.startswith(b"%PDF")
    assert pikepdf.open(BytesIO(made.result)).Root.Lang == "fr"


def test_erasing_an_event_deletes_its_lists_also_those_being_made(
    context: Flask, now: datetime
) -> None:
    event = make_event()
    make_booking(event)
    scope = f"event:{event.id}"
    due = erase_at(day.closes_at for day in event.days)
    door_job(event, now)
    with transaction():
        claimed = service.claim_next(now)
        assert claimed is not None
        job_id = claimed.id
        assert erase_some(due, due)
    assert list(list_jobs(scope, DOOR_LIST)) == []
    # Somebody else asks meanwhile, and must not get what was made for the event that is erased.
    with transaction():
        other = service.request_job(DOOR_LIST, "event:9999", {}, "de", now).id
    with transaction():
        assert not service.note_progress(job_id, 50, now)
        service.finish(job_id, service.Document("a", "b", b"c"), now)
    assert list(list_jobs(scope, DOOR_LIST)) == []
    assert (job(other).state, job(other).result) == ("waiting", None)
