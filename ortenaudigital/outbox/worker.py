"""The worker: sends what is due, one letter at a time, and survives everything.

A letter is claimed in one transaction, composed and sent outside any, and marked in another. Killed
in between, the letter is due again when its lease ends, and goes out with the same Message-ID.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from ortenaudigital.db import db, transaction
from ortenaudigital.mailer import Composed, LetterRefused, Postman, ServerUnreachable
from ortenaudigital.outbox import service
from ortenaudigital.outbox.models import Letter

Composer = Callable[[str], Composed | None]

log = logging.getLogger(__name__)
composers: dict[str, Composer] = {}


def register(kind: str, composer: Composer) -> None:
    """Say who writes the letters of a kind; None from a composer means: to nobody any more."""
    composers[kind] = composer


def send_due(
    postman: Postman, clock: Callable[[], datetime], lease: timedelta, most: int = 100
) -> int:
    """Send the letters that are due; return how many were handled.

    Raises ServerUnreachable, with the letter in hand given back.
    """
    for handled in range(most):
        with transaction():
            letter = service.claim_next(clock(), lease)
        if letter is None:
            return handled
        _send(postman, letter, clock)
        # A letter's subject is read afresh for each one, and nothing piles up in the session.
        db.session.remove()
    return most


def _send(postman: Postman, letter: Letter, clock: Callable[[], datetime]) -> None:
    letter_id, kind = letter.id, letter.kind
    try:
        composed = composers[kind](letter.subject_id)
    except Exception as error:
        # One letter that cannot be written must not hold up the rest; the organiser sees it.
        log.exception("letter %s (%s) cannot be composed", letter_id, kind)
        with transaction():
            service.mark_failed(letter_id, f"{type(error).__name__}: {error}", False, clock())
        return
    if composed is None:
        with transaction():
            service.mark_dropped(letter_id, "no recipient any more")
        return
    # Reading the subject opened a transaction, which must not stay open while the server thinks.
    db.session.rollback()
    _deliver(postman, letter_id, letter.message_id, composed, clock)


def _deliver(
    postman: Postman,
    letter_id: int,
    message_id: str,
    composed: Composed,
    clock: Callable[[], datetime],
) -> None:
    try:
        postman.deliver(composed, message_id)
    except LetterRefused as refusal:
        log.warning("letter %s was refused", letter_id)
        with transaction():
            service.mark_failed(letter_id, str(refusal), refusal.permanent, clock())
    except ServerUnreachable as trouble:
        with transaction():
            service.hand_back(letter_id, str(trouble), clock())
        raise
    else:
        with transaction():
            service.mark_sent(letter_id, clock())
