"""Letters to many, on plain values: states, languages, moments, who is left out."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from ortenaudigital.events.rules import DEFAULT_LANGUAGE
from ortenaudigital.mailings.errors import GermanMissing, HalfWritten, WrongTime
from ortenaudigital.outbox.texts.rules import Text

MOST_SUBJECT = 150
MOST_BODY = 8000


class Audience(StrEnum):
    """Who is written to."""

    GUESTS = "guests"
    EXHIBITORS = "exhibitors"


class MailingState(StrEnum):
    """Where a letter to many is on its way. Who gets it is settled when it is no draft any more."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"


class LeftOut(StrEnum):
    """Why somebody who was chosen gets no letter."""

    NO_ADDRESS = "no_address"
    UNCONFIRMED = "unconfirmed"
    # Letters do not arrive there.
    BOUNCED = "bounced"
    # They want only letters that they need.
    UNWANTED = "unwanted"
    # They get one about another booking.
    SAME_ADDRESS = "same_address"


class Outcome(StrEnum):
    """What became of the letter to one person."""

    PLANNED = "planned"
    WAITING = "waiting"
    SENT = "sent"
    BOUNCED = "bounced"
    FAILED = "failed"
    # There was nobody any more to whom it was due when its turn came.
    DROPPED = "dropped"
    STOPPED = "stopped"
    LEFT_OUT = "left_out"


UNDER_WAY = (MailingState.SENDING, MailingState.PAUSED)


def written(texts: Mapping[str, Text]) -> list[str]:
    """Return the languages in which there is something to send."""
    return [each for each, text in texts.items() if text.subject and text.introduction]


def check_complete(texts: Mapping[str, Text]) -> None:
    """Refuse what cannot be sent. Raises GermanMissing or HalfWritten."""
    complete = written(texts)
    if DEFAULT_LANGUAGE not in complete:
        raise GermanMissing()
    if any(text and each not in complete for each, text in texts.items()):
        raise HalfWritten()


def language_for(wished: str, complete: list[str]) -> str:
    """Return in which language somebody is written to."""
    return wished if wished in complete else DEFAULT_LANGUAGE


def check_time(due_at: datetime, now: datetime, last: datetime, shown: str) -> None:
    """Refuse a moment at which no letter can leave. Raises WrongTime, which says the last one."""
    if not now < due_at < last:
        raise WrongTime(last=shown)
