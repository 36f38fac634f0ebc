"""Does jobs, one at a time, in a thread beside that of the letters.

A thread, not steps between letters: a list of thousands takes many seconds, and no letter may wait
for it. Whoever makes a document says how far it is; there the thread ends when it is told to.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime

from flask import Flask
from flask_babel import force_locale

from ortenaudigital.jobs import commands as service
from ortenaudigital.jobs.commands import Document
from ortenaudigital.jobs.errors import Stopped
from ortenaudigital.jobs.models import Job
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.errors import place_of

Report = Callable[[int], None]
Maker = Callable[[dict[str, str], Report], Document | None]

IDLE_SECONDS = 1.0
REPORT_EVERY_SECONDS = 1.0

log = logging.getLogger(__name__)
makers: dict[str, Maker] = {}


def register(kind: str, maker: Maker) -> None:
    """Say who makes the documents of a kind; None from a maker means: there is nothing to make."""
    makers[kind] = maker


def do_due(clock: Callable[[], datetime], stop: threading.Event) -> bool:
    """Do the job that is due, if any; say whether there was one."""
    with transaction():
        job = service.claim_next(clock())
    if job is None:
        return False
    _do(job, clock, stop)
    db.session.remove()
    return True


def _do(job: Job, clock: Callable[[], datetime], stop: threading.Event) -> None:
    job_id, kind, subject, language = job.id, job.kind, dict(job.subject), job.language
    db.session.remove()
    try:
        with force_locale(language):
            document = makers[kind](subject, _reporter(job_id, clock, stop))
        # What was read opened a transaction, which ends before the next one begins.
        db.session.rollback()
        with transaction():
            if document is None:
                service.fail(job_id, clock())
            else:
                service.finish(job_id, document, clock())
    except Stopped:
        db.session.rollback()
        with transaction():
            service.hand_back(job_id, clock())
    except Exception as error:
        # One job that cannot be done must not hold up the rest; the organiser sees it.
        log.error("job %s (%s): %s", job_id, kind, place_of(error))  # noqa: TRY400  # it names people
        db.session.rollback()
        with transaction():
            service.fail(job_id, clock())


def _reporter(job_id: int, clock: Callable[[], datetime], stop: threading.Event) -> Report:
    noted = time.monotonic()

    def report(percent: int) -> None:
        nonlocal noted
        if stop.is_set():
            raise Stopped
        if time.monotonic() - noted < REPORT_EVERY_SECONDS:
            return
        noted = time.monotonic()
        db.session.rollback()
        with transaction():
            wanted = service.note_progress(job_id, percent, clock())
        if not wanted:
            raise Stopped

    return report


def start_thread(app: Flask, clock: Callable[[], datetime], stop: threading.Event) -> None:
    """Do jobs until told to stop. The thread never holds up the end of its process."""
    threading.Thread(target=_run, args=(app, clock, stop), name="jobs", daemon=True).start()


def _run(app: Flask, clock: Callable[[], datetime], stop: threading.Event) -> None:
    while not stop.is_set():
        busy = False
        try:
            with app.app_context():
                busy = do_due(clock, stop)
        except Exception as error:
            # A database that is away for a while comes back; the thread is still there then.
            log.error("jobs wait: %s", place_of(error))  # noqa: TRY400  # a traceback names people
        if not busy:
            stop.wait(IDLE_SECONDS)
