"""Nothing ends the worker: neither letters, nor the mail server, nor the database, nor erasing."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from ortenaudigital.adapters.mailer import Composed, Postman
from ortenaudigital.cli.rounds import Chore, work
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.db.errors import DatabaseUnavailable
from ortenaudigital.outbox import commands as service
from ortenaudigital.outbox.commands import (
    About,
    claim_next,
    enqueue,
    mark_failed,
    retry,
    retry_failed,
)
from ortenaudigital.outbox.queries import list_letters
from ortenaudigital.outbox.worker import Sender, composers, register
from tests.factories import BOOKED_AT, make_booking, make_event
from tests.smtp import Habits, Inbox, free_port, smtp_server

NOW = datetime(2027, 6, 1, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=2)
# Every further look at what is due sees a later moment, so that leases end.
STEP = timedelta(minutes=1)


@pytest.fixture
def inbox(context: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    port = free_port()
    monkeypatch.setattr(context.extensions["mail"], "port", port)
    monkeypatch.setattr("ortenaudigital.cli.rounds.IDLE_SECONDS", 0.001)
    monkeypatch.setattr("ortenaudigital.cli.rounds.LONGEST_PAUSE_SECONDS", 0.01)
    register("test", compose)
    with smtp_server(port) as inbox:
        yield inbox
    composers.pop("test")


def compose(subject_id: str) -> Composed | None:
    return Composed(f"reader{subject_id}@example.org", "Grüße", "Text", "<p>Text</p>")


def put(*subjects: int) -> None:
    with transaction():
        for subject in subjects:
            enqueue("test", About(subject, str(subject)), NOW)


def states() -> dict[str, str]:
    db.session.rollback()
    db.session.expire_all()
    return {letter.subject_id: letter.state for letter in list_letters()}


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def run_worker(rounds: int = 8, chores: list[Chore] | None = None) -> None:
    """Let the worker go round so many times, then stop it; what it raises fails the test."""
    stop, clock = threading.Event(), Clock()
    left = iter(range(rounds))

    def count() -> None:
        clock.now += STEP
        if next(left, None) is None:
            stop.set()

    with Postman() as postman:
        counting = Chore("counting", 0.0, count)
        work(Sender(postman, clock, LEASE), [*(chores or []), counting], stop)


def cut(*_arguments: Any, **_words: Any) -> Any:
    raise OperationalError("SELECT 1", None, Exception("server closed the connection"))


def failing(
    times: int, real: Callable[..., Any], refuse: Callable[[], Any] = cut
) -> Callable[..., Any]:
    """Return a function that fails like a database that is cut off, then works."""
    left = iter(range(times))

    def flaky(*arguments: Any, **words: Any) -> Any:
        return real(*arguments, **words) if next(left, None) is None else refuse()

    return flaky


@pytest.mark.parametrize(
    "error", [ValueError("x"), OverflowError(), KeyError("x"), RecursionError()]
)
def test_a_letter_that_we_cannot_write_fails_alone(
    inbox: Inbox, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def odd(subject_id: str) -> Composed | None:
        if subject_id == "2":
            raise error
        return compose(subject_id)

    register("test", odd)
    put(1, 2, 3)
    run_worker()
    assert states() == {"1": "sent", "2": "failed", "3": "sent"}


def test_what_a_letter_says_is_not_logged(inbox: Inbox, caplog: pytest.LogCaptureFixture) -> None:
    def odd(subject_id: str) -> Composed | None:
        raise ValueError("Erika Müller <erika@example.org>")

    register("test", odd)
    put(1)
    run_worker()
    assert "ValueError at" in caplog.text
    assert "erika" not in caplog.text.lower()


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Zeile eins\nBcc: spam@example.org"},
        {"title": ""},
        {"title": "x" * 5000},
        {"contact_email": "a@example.org, b@example.org"},
        {"contact_email": "Orga <orga@example.org>"},
        {"contact_email": "keine"},
        {"venue_name": "\x0bSaal\u2028"},
        {"claim": {}},
    ],
)
def test_letters_of_odd_events_leave(inbox: Inbox, changes: dict[str, Any]) -> None:
    """Whatever a database holds from before its fields were checked."""
    event = make_event()
    make_booking(event)
    with transaction():
        for name, value in changes.items():
            setattr(event, name, value)
    run_worker(rounds=2)
    assert set(states().values()) == {"sent"}
    assert inbox.recipients == ["erika@example.org"]


def test_letters_of_an_event_at_the_end_of_time_leave(inbox: Inbox) -> None:
    event = make_event()
    make_booking(event)
    with transaction():
        day = event.days[-1]
        day.date = datetime(9999, 12, 31, tzinfo=UTC).date()
        day.opens_at = datetime(9999, 12, 31, 8, 0, tzinfo=UTC)
        day.closes_at = datetime(9999, 12, 31, 22, 0, tzinfo=UTC)
    run_worker(rounds=2)
    assert set(states().values()) == {"sent"}


def test_a_database_that_is_cut_while_claiming_is_asked_again(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(1, 2)
    monkeypatch.setattr(service, "claim_next", failing(3, service.claim_next))
    run_worker()
    assert set(states().values()) == {"sent"}
    assert len(inbox.letters) == 2


def test_a_database_that_is_cut_while_writing_a_letter_blames_nobody(inbox: Inbox) -> None:
    register("test", failing(2, compose))
    put(1, 2)
    run_worker()
    assert set(states().values()) == {"sent"}
    assert {letter.attempts for letter in list_letters()} == {0}


@pytest.mark.parametrize(
    "error", [DatabaseUnavailable(), OSError("disk full"), RuntimeError("not expected at all")]
)
def test_a_letter_that_left_is_not_sent_again_because_nobody_could_note_it(
    inbox: Inbox, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise error

    monkeypatch.setattr(service, "mark_sent", failing(5, service.mark_sent, refuse))
    put(1)
    run_worker(rounds=12)
    assert states() == {"1": "sent"}
    assert len(inbox.letters) == 1


LOCKED_SECONDS = 4


def harm(database_url: str) -> None:
    """Cut off every connection to PostgreSQL; lock SQLite for longer than anybody waits."""
    if database_url.startswith("sqlite"):
        path = database_url.removeprefix("sqlite:///")
        shell = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
        shell.execute("BEGIN IMMEDIATE")
        threading.Timer(LOCKED_SECONDS, shell.close).start()
        return
    engine = create_engine(database_url, poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    engine.dispose()


def test_a_database_that_is_really_harmed_while_a_letter_leaves(
    context: Flask, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ortenaudigital.cli.rounds.LONGEST_PAUSE_SECONDS", 0.2)
    port = free_port()
    monkeypatch.setattr(context.extensions["mail"], "port", port)
    register("test", compose)
    put(1, 2)

    def harm_once(inbox: Inbox, content: bytes) -> None:
        if inbox.tried == 1:
            harm(database_url)

    with smtp_server(port, habits=Habits(content=harm_once)) as inbox:
        run_worker(rounds=6)
    assert set(states().values()) == {"sent"}
    assert sorted(inbox.recipients) == ["reader1@example.org", "reader2@example.org"]
    composers.pop("test")


def test_an_error_in_erasing_stops_no_letter(
    inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    tried = []

    def broken() -> None:
        tried.append(1)
        raise OverflowError("date value out of range")

    put(1)
    run_worker(chores=[Chore("erasing", 3600.0, broken)])
    assert states() == {"1": "sent"}
    assert len(tried) == 1, "not again at once"
    assert "erasing: OverflowError" in caplog.text


def test_letters_that_would_say_the_same_leave_as_one(inbox: Inbox) -> None:
    put(1, 1, 1, 2)
    run_worker()
    assert sorted(inbox.recipients) == ["reader1@example.org", "reader2@example.org"]
    db.session.rollback()
    assert sorted(letter.state for letter in list_letters()) == [
        *("dropped", "dropped", "sent", "sent")
    ]


def test_what_was_written_after_a_letter_was_taken_up_leaves_as_well(context: Flask) -> None:
    put(1)
    with transaction():
        first = claim_next(NOW, LEASE)
    put(1)
    with transaction():
        second = claim_next(NOW, LEASE)
    assert first is not None
    assert second is not None
    assert first.id != second.id
    assert set(states().values()) == {"waiting"}


def test_a_letter_in_hand_is_not_handed_out_by_trying_again(context: Flask) -> None:
    put(1)
    with transaction():
        letter = claim_next(NOW, LEASE)
    assert letter is not None
    with transaction():
        retry(letter.id, NOW)
        assert claim_next(NOW, LEASE) is None


def test_a_late_failure_does_not_bring_a_sent_letter_back(context: Flask) -> None:
    put(1)
    letter_id = list_letters()[0].id
    with transaction():
        service.mark_sent(letter_id, NOW)
    with transaction():
        mark_failed(letter_id, "timed out", False, NOW)
    assert states() == {"1": "sent"}


def test_all_failed_letters_are_tried_again(inbox: Inbox) -> None:
    event = make_event()
    make_booking(event)
    put(1, 2)
    with transaction():
        for letter in list_letters():
            mark_failed(letter.id, "550 no", True, NOW)
    with transaction():
        assert retry_failed(BOOKED_AT, [event.id]) == 1
    with transaction():
        assert retry_failed(BOOKED_AT) == 2
    run_worker()
    assert set(states().values()) == {"sent"}
    assert len(inbox.letters) == 3
