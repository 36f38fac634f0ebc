"""A worker that is killed loses nothing, and repeats at most the letter it had in its hand."""

import time
from collections import Counter
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.models import Letter, LetterState
from tests.factories import make_booking, make_event_today
from tests.servers import environment, process, worker_command
from tests.smtp import Inbox, free_port, smtp_server

LETTERS = 8
WAIT_SECONDS = 120


def wait_for(condition: object) -> None:
    ends = time.monotonic() + WAIT_SECONDS
    while not condition():  # type: ignore[operator]  # any callable
        assert time.monotonic() < ends, "waited too long"
        time.sleep(0.02)


def sent() -> int:
    db.session.rollback()
    query = select(func.count()).where(Letter.state == LetterState.SENT)
    return db.session.scalar(query) or 0


def kill_while_sending(inbox: Inbox, env: dict[str, str], after: int) -> None:
    """Kill a worker that waits for the answer to its letter of this number: sent, not marked."""
    inbox.silent_from = len(inbox.letters) + after
    with process(worker_command(), env) as worker:
        wait_for(lambda: len(inbox.letters) == inbox.silent_from)
        worker.kill()
        worker.wait()
    inbox.silent_from = None


def test_killed_worker_loses_nothing(context: Flask, database_url: str, tmp_path: Path) -> None:
    event = make_event_today()
    ids = {str(make_booking(event, utc_now()).id) for _ in range(LETTERS)}
    port = free_port()
    env = environment(database_url, tmp_path, MAIL_PORT=str(port), WORKER_LEASE_SECONDS="1")
    with smtp_server(port) as inbox:
        kill_while_sending(inbox, env, 1)
        # It was sent, and nobody knew: it is sent again, and no other one is.
        assert sent() == 0
        kill_while_sending(inbox, env, 3)
        with process(worker_command(), env):
            wait_for(lambda: sent() == LETTERS)
    times = Counter(inbox.message_ids)
    assert len(times) == LETTERS
    # Two letters were in a hand when it died, or twice the same.
    assert sorted(times.values())[:-2] == [1] * (LETTERS - 2)
    assert sum(times.values()) == LETTERS + 2
    db.session.rollback()
    assert {letter.subject_id for letter in db.session.scalars(select(Letter))} == ids
