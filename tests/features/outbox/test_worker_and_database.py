"""A database that is cut off or harmed neither ends the worker nor sends a letter twice."""

import sqlite3
import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from ortenaudigital.kernel.db.errors import DatabaseUnavailable
from ortenaudigital.outbox import commands as service
from ortenaudigital.outbox.queries import list_letters
from ortenaudigital.outbox.worker import composers, register
from tests.features.outbox.worker_rounds import compose, put, run_worker, states
from tests.smtp import Habits, Inbox, free_port, smtp_server


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
