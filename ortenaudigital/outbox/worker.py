"""The worker: sends what is due, one letter at a time, and survives everything.

A letter is claimed in one transaction, composed and sent outside any, and marked in another. Killed
in between, the letter is due again when its lease ends, and goes out with the same Message-ID.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.exc import (
    DataError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as NoConnection

from ortenaudigital.adapters.mailer import Composed, LetterRefused, Postman, ServerTrouble
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.db.errors import DatabaseUnavailable
from ortenaudigital.kernel.errors import NotFound, place_of
from ortenaudigital.outbox import commands as service
from ortenaudigital.outbox.models import Letter
from ortenaudigital.outbox.rules import HELD_DELAY, NOT_NOW_DELAY
from ortenaudigital.outbox.texts.queries import is_off
from ortenaudigital.outbox.trouble import clear_trouble, note_trouble

Composer = Callable[[str], Composed | None]
# What these write depends on the batch as well as on the subject.
BatchComposer = Callable[[str, str], Composed | None]
Settlement = Callable[[], None]
DATABASE_TROUBLE = (OperationalError, InterfaceError, NoConnection, DatabaseUnavailable)
# What a second try would not note either.
NEVER_NOTED = (NotFound, DataError, IntegrityError, ProgrammingError)

log = logging.getLogger(__name__)
composers: dict[str, Composer] = {}
batch_composers: dict[str, BatchComposer] = {}


class NotNow(Exception):
    """Raised by who composes a letter: it shall wait, and loses nothing by it."""


def register(kind: str, composer: Composer) -> None:
    """Say who writes the letters of a kind; None from a composer means: to nobody any more."""
    composers[kind] = composer


def register_batch(kind: str, composer: BatchComposer) -> None:
    """Say who writes the letters of a kind that say what their batch does."""
    batch_composers[kind] = composer


def known_kinds() -> list[str]:
    """Return the kinds of letters that there are."""
    return [*composers, *batch_composers]


def _compose(letter: Letter) -> Composed | None:
    if letter.kind in batch_composers:
        return batch_composers[letter.kind](letter.subject_id, letter.batch or "")
    return composers[letter.kind](letter.subject_id)


class Sender:
    """Sends letters, and remembers what became of one until the database has noted it."""

    def __init__(self, postman: Postman, clock: Callable[[], datetime], lease: timedelta) -> None:
        self._postman = postman
        self._clock = clock
        self._lease = lease
        self._in_hand: int | None = None
        # What the database could not note: a letter that left must not leave again for that.
        self._unsettled: Settlement | None = None
        self._trouble_noted = True
        # While a slow server is waited for, the letter stays in this hand.
        postman.wait_with(self._renew, lease.total_seconds() / 3)

    def send_due(self, most: int = 100) -> int:
        """Send the letters that are due; return how many were handled.

        Raises ServerTrouble, with the letter in hand given back, and what a database raises that
        is cut off or locked, with nothing lost.
        """
        self._settle()
        for handled in range(most):
            with transaction():
                letter = service.claim_next(self._clock(), self._lease, batch_composers.keys())
            if letter is None:
                return handled
            self._send(letter)
            # A letter's subject is read afresh for each one, and nothing piles up in the session.
            db.session.remove()
        return most

    def _send(self, letter: Letter) -> None:
        letter_id, kind = letter.id, letter.kind
        self._in_hand, held = letter_id, None
        try:
            off = is_off(letter.event_id, kind)
            composed = None if off else _compose(letter)
            # Reading opened a transaction, which must not stay open while the server thinks.
            db.session.rollback()
            outcome = self._deliver(letter, composed, off)
        except DATABASE_TROUBLE:
            raise
        except NotNow:
            outcome = partial(service.put_off, letter_id, self._clock() + NOT_NOW_DELAY)
        except ServerTrouble as trouble:
            due_at = self._clock() + HELD_DELAY if trouble.at_letter else None
            outcome, held = partial(self._hold, letter_id, str(trouble), due_at), trouble
        except Exception as error:
            # A mistake of ours must hold up no other letter; the organiser sees it.
            log.error("letter %s (%s): %s", letter_id, kind, place_of(error))  # noqa: TRY400  # a traceback shows names
            reason = f"{type(error).__name__}: {error}"
            outcome = partial(service.mark_failed, letter_id, reason, True, self._clock())
        finally:
            self._in_hand = None
        # Outside: that it cannot be noted says nothing about the letter.
        self._note(outcome)
        if held is not None:
            raise held

    def _deliver(self, letter: Letter, composed: Composed | None, off: bool) -> Settlement:
        """Carry a letter; return how to note what came of it."""
        letter_id, message_id = letter.id, letter.message_id
        if composed is None:
            reason = "switched off" if off else "no recipient any more"
            return partial(service.mark_dropped, letter_id, reason)
        try:
            self._postman.deliver(composed, message_id)
        except LetterRefused as refusal:
            log.warning("letter %s was refused", letter_id)
            refused = partial(service.mark_refused, letter_id, str(refusal), self._clock())
            return partial(refused, permanent=refusal.permanent, tries=refusal.tries)
        return partial(self._sent, letter_id)

    def _hold(self, letter_id: int, reason: str, due_at: datetime | None) -> None:
        service.hand_back(letter_id, reason, due_at)
        note_trouble(service.readable(reason), self._clock())
        self._trouble_noted = True

    def _sent(self, letter_id: int) -> None:
        service.mark_sent(letter_id, self._clock())
        if self._trouble_noted:
            clear_trouble()

    def _note(self, settlement: Settlement) -> None:
        self._unsettled = settlement
        self._settle()

    def _settle(self) -> None:
        settlement, self._unsettled = self._unsettled, None
        if settlement is None:
            return
        try:
            with transaction():
                settlement()
        except NEVER_NOTED:
            raise
        except Exception:
            self._unsettled = settlement
            raise

    def _renew(self) -> None:
        if self._in_hand is None:
            return
        try:
            with transaction():
                service.renew(self._in_hand, self._clock() + self._lease)
        except Exception as error:
            # The letter itself goes on: what is in the way of the database may be gone by its end.
            log.warning("a lease could not be renewed: %s", type(error).__name__)
