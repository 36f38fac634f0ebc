"""The worker process: sends letters, and forgets people when their day has come."""

import logging
import signal
import threading
import time
from datetime import timedelta
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from ortenaudigital.clock import utc_now
from ortenaudigital.db import db, transaction
from ortenaudigital.installation.errors import WrongTicketKey
from ortenaudigital.installation.service import note_key
from ortenaudigital.mailer import Postman, ServerUnreachable
from ortenaudigital.outbox.worker import send_due
from ortenaudigital.privacy.worker import keep_promise

IDLE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 60.0
KEY_PAUSE_SECONDS = 5.0
ERASE_EVERY_SECONDS = 3600.0

log = logging.getLogger(__name__)


@click.command()
@click.option("--once", is_flag=True, help="Send what is due now, then stop.")
@with_appcontext
def worker(once: bool) -> None:
    """Send the letters of the outbox until told to stop."""
    stop = threading.Event()
    _stop_on_signals(stop)
    lease = timedelta(seconds=current_app.config["CONFIG"].worker_lease_seconds)
    _wait_for_key(stop, once)
    pause, next_erasure = IDLE_SECONDS, time.monotonic()
    with Postman() as postman:
        while not stop.is_set():
            # Not by the clock, which may jump.
            if time.monotonic() >= next_erasure:
                keep_promise(utc_now)
                next_erasure = time.monotonic() + ERASE_EVERY_SECONDS
            try:
                handled = send_due(postman, utc_now, lease)
                pause = IDLE_SECONDS
            except ServerUnreachable as trouble:
                # Nobody's fault: all letters wait, and the server is asked less and less often.
                handled, pause = 0, min(pause * 2, LONGEST_PAUSE_SECONDS)
                log.warning("mail server: %s; trying again in %.0f s", trouble, pause)
            if once and not handled:
                return
            if not handled:
                db.session.remove()
                stop.wait(pause)


def _wait_for_key(stop: threading.Event, once: bool) -> None:
    """Send nothing before the ticket key is known to be that of the database."""
    while not stop.is_set():
        try:
            with transaction():
                note_key(utc_now())
        except WrongTicketKey as error:
            raise click.ClickException(str(error)) from error
        except SQLAlchemyError as trouble:
            if once:
                raise
            log.warning("database: %s; trying again", type(trouble).__name__)
            stop.wait(KEY_PAUSE_SECONDS)
        else:
            return


def _stop_on_signals(stop: threading.Event) -> None:
    def handle(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, handle)
