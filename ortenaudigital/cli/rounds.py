"""The rounds of the worker: letters and chores in turn, whatever goes wrong in between."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from ortenaudigital.adapters.mailer import ServerTrouble
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.errors import place_of
from ortenaudigital.outbox.worker import Sender

IDLE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 60.0
AFTER_ERROR_SECONDS = 300.0

log = logging.getLogger(__name__)


@dataclass
class Chore:
    """What the worker does beside letters, every so many seconds; an error postpones it only."""

    name: str
    every_seconds: float
    run: Callable[[], object]
    # On the clock that never jumps.
    due: float = 0.0

    def run_if_due(self) -> None:
        """Run it if it is time. Never raises."""
        if time.monotonic() < self.due:
            return
        try:
            self.run()
            self.due = time.monotonic() + self.every_seconds
        except Exception as error:
            log.error("%s: %s", self.name, place_of(error))  # noqa: TRY400  # a traceback shows names
            self.due = time.monotonic() + min(self.every_seconds, AFTER_ERROR_SECONDS)
            _let_go_of_the_database()


def work(sender: Sender, chores: list[Chore], stop: threading.Event, once: bool = False) -> None:
    """Send letters and do chores until told to stop, whatever goes wrong in between."""
    pause = IDLE_SECONDS
    while not stop.is_set():
        handled = _send(sender)
        for chore in chores:
            chore.run_if_due()
        if once and not handled:
            return
        # While all letters wait, server or database are asked less and less often.
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS) if handled is None else IDLE_SECONDS
        if not handled:
            _let_go_of_the_database()
            stop.wait(pause)


def _send(sender: Sender) -> int | None:
    """Send what is due; return how many, or None if there is trouble that concerns all."""
    try:
        return sender.send_due()
    except ServerTrouble:
        log.warning("the mail server takes no letters; doctor says why")
    except Exception as error:
        log.error("letters wait: %s", place_of(error))  # noqa: TRY400  # a traceback shows names
        _let_go_of_the_database()
    return None


def _let_go_of_the_database() -> None:
    try:
        db.session.remove()
    except Exception as error:
        # A connection that was cut cannot even be given back; the next one is a new one.
        log.warning("database: %s", place_of(error))
