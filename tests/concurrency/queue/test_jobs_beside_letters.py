"""A real worker makes a long list beside the letters, and ends at once when it is told to."""

import signal
import time
from pathlib import Path

from flask import Flask
from sqlalchemy import delete, func, select

from ortenaudigital.checkin.paper.documents import DOOR_LIST
from ortenaudigital.jobs.commands import request_job
from ortenaudigital.jobs.models import Job, JobState
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.models import Letter
from tests.concurrency.queue.test_killed_worker import sent, wait_for
from tests.factories import make_booking, make_event_today
from tests.servers import environment, process, worker_command
from tests.smtp import free_port, smtp_server

BOOKINGS = 60


def read(job_id: int) -> Job:
    db.session.rollback()
    return db.session.get_one(Job, job_id, populate_existing=True)


def test_letters_go_out_while_a_list_is_made(
    context: Flask, database_url: str, tmp_path: Path
) -> None:
    event = make_event_today(quota=BOOKINGS * 6 + 6)
    subject = {"event": str(event.id), "day": str(event.last_day.id)}
    scope = f"event:{event.id}"
    make_booking(event, utc_now())
    for number in range(BOOKINGS):
        guests = tuple(f"Gast {number} {each}" for each in "abcde")
        make_booking(event, utc_now(), number=6, companions=guests)
    with transaction():
        # One letter is enough: a worker that is told to stop ends its batch first.
        db.session.execute(
            delete(Letter).where(Letter.id > db.session.scalar(select(func.min(Letter.id))))
        )
        job_id = request_job(DOOR_LIST, scope, subject, "de", utc_now()).id
    port = free_port()
    env = environment(database_url, tmp_path, MAIL_PORT=str(port))
    with smtp_server(port), process(worker_command(), env) as worker:
        wait_for(lambda: read(job_id).running or not read(job_id).pending)
        wait_for(lambda: sent() > 0)
        wait_for(lambda: read(job_id).state == JobState.DONE)
        assert (db.session.get_one(Job, job_id).result or b"").startswith(b"%PDF")
        with transaction():
            again = request_job(DOOR_LIST, scope, subject, "de", utc_now()).id
        wait_for(lambda: read(again).running)
        began = time.monotonic()
        worker.send_signal(signal.SIGTERM)
        worker.wait(20)
        assert time.monotonic() - began < 15
