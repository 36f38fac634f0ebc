"""The worker process: sends letters, and forgets people when their day has come."""

import logging
import signal
import threading
from dataclasses import asdict
from datetime import timedelta
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from ortenaudigital.adapters.imap import Account
from ortenaudigital.adapters.mailer import Postman
from ortenaudigital.bookings.bulk.worker import do_many
from ortenaudigital.bookings.holds.worker import release_overdue
from ortenaudigital.bookings.pending.worker import drop_overdue
from ortenaudigital.bookings.reminders.worker import write_due
from ortenaudigital.bookings.wait_list.worker import look_at_all, offer_freed
from ortenaudigital.cli.rounds import Chore, work
from ortenaudigital.fair.contacts.worker import drop_unseen
from ortenaudigital.fair.placement.worker import drop_ended_holds
from ortenaudigital.fair.portal.passes.worker import cancel_forsaken
from ortenaudigital.installation.commands import note_key
from ortenaudigital.installation.errors import WrongTicketKey
from ortenaudigital.jobs.worker import do_due, start_thread
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.mailings.worker import write_mailings
from ortenaudigital.outbox.bounces.worker import read_reports
from ortenaudigital.outbox.worker import Sender
from ortenaudigital.pictures.worker import drop_unused
from ortenaudigital.privacy.whole_event.worker import look_after_erasures
from ortenaudigital.privacy.worker import keep_promise
from ortenaudigital.reporting.closing.worker import announce_erasures

KEY_PAUSE_SECONDS = 5.0
ERASE_EVERY_SECONDS = 3600.0
RELEASE_EVERY_SECONDS = 5.0
REMIND_EVERY_SECONDS = 60.0
OFFER_EVERY_SECONDS = 2.0
MAILINGS_EVERY_SECONDS = 2.0
LOOK_AT_ALL_EVERY_SECONDS = 60.0
FORSAKEN_EVERY_SECONDS = 60.0
REPORTS_EVERY_SECONDS = 300.0

log = logging.getLogger(__name__)


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
@with_appcontext
def worker(once: bool) -> None:
    """Send the letters of the outbox and do the jobs until told to stop."""
    run_worker(once)


def run_worker(once: bool) -> None:
    """Do what is due, now only or until a signal; call it inside the app's context."""
    stop = threading.Event()
    _stop_on_signals(stop)
    lease = timedelta(seconds=current_app.config["CONFIG"].worker_lease_seconds)
    _wait_for_key(stop, once)
    if not once:
        # Whatever takes long is done beside the letters.
        start_thread(current_app._get_current_object(), utc_now, stop)  # type: ignore[attr-defined]
    with Postman() as postman:
        work(Sender(postman, utc_now, lease), chores(), stop, once)
    while once and do_due(utc_now, stop):
        pass


def chores() -> list[Chore]:
    """Return what is to be done beside letters."""
    return [
        # Before the erasure: it keeps what only people's answers say.
        Chore("closing", ERASE_EVERY_SECONDS, lambda: announce_erasures(utc_now)),
        Chore("erasing", ERASE_EVERY_SECONDS, lambda: keep_promise(utc_now)),
        Chore("events to erase", ERASE_EVERY_SECONDS, lambda: look_after_erasures(utc_now)),
        Chore("pictures", ERASE_EVERY_SECONDS, lambda: drop_unused(utc_now)),
        Chore("contacts", LOOK_AT_ALL_EVERY_SECONDS, lambda: drop_unseen(utc_now)),
        Chore("holds", RELEASE_EVERY_SECONDS, lambda: release_overdue(utc_now)),
        Chore("held slots", REMIND_EVERY_SECONDS, lambda: drop_ended_holds(utc_now)),
        Chore("bounces", REPORTS_EVERY_SECONDS, _read_reports),
        Chore("unconfirmed", RELEASE_EVERY_SECONDS, lambda: drop_overdue(utc_now)),
        Chore("reminders", REMIND_EVERY_SECONDS, lambda: write_due(utc_now)),
        Chore("many bookings", OFFER_EVERY_SECONDS, lambda: do_many(utc_now)),
        Chore("mailings", MAILINGS_EVERY_SECONDS, lambda: write_mailings(utc_now)),
        Chore("offers", OFFER_EVERY_SECONDS, lambda: offer_freed(utc_now)),
        Chore("passes", FORSAKEN_EVERY_SECONDS, lambda: cancel_forsaken(utc_now)),
        Chore("wait lists", LOOK_AT_ALL_EVERY_SECONDS, lambda: look_at_all(utc_now)),
    ]


def _read_reports() -> None:
    reports = current_app.config["CONFIG"].reports
    read_reports(reports and Account(**asdict(reports)))


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
