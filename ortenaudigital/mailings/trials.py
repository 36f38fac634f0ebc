"""Send a letter to many to oneself, before it leaves: inside one transaction of the caller."""

from collections.abc import Sequence
from datetime import datetime

from ortenaudigital.mailings.letters import TRIAL
from ortenaudigital.mailings.models import Mailing
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.queue.rules import Priority


def send_trials(mailing: Mailing, user_id: int, languages: Sequence[str], now: datetime) -> None:
    """Write the letter about somebody made up to an organiser, in each of some languages."""
    for language in languages:
        sending = Sending(Priority.HIGH, f"{mailing.batch}:{language}")
        enqueue(TRIAL, About(user_id, mailing.subject, mailing.event_id), now, sending)
