"""The rules of contacts on plain values."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ortenaudigital.fair.contacts.errors import ContactsClosed, ManyContacts
from ortenaudigital.kernel.codes import READABLE

# Whoever shows a code stands in front of who reads it.
SHOWN_FOR = timedelta(minutes=15)
CODE_LENGTH = 8
# An address that was typed, until a click in our letter says that it is right.
CONFIRM_WITHIN = timedelta(days=7)
# After the fair people still sort what they brought home.
OPEN_AFTER = timedelta(days=7)
MOST_OF_BOOKING = 100


@dataclass(frozen=True)
class Handed:
    """What a visitor chose to hand over; what is empty was not. `email` is where we write to."""

    name: str
    email: str
    shares_email: bool
    phone: str = ""
    company: str = ""
    message: str = ""


def open_until(last_closes_at: datetime) -> datetime:
    """Return until when contacts of an event are taken."""
    return last_closes_at + OPEN_AFTER


def check_open(now: datetime, last_closes_at: datetime, cancelled: bool) -> None:
    """Refuse contacts when the fair is long over or called off. Raises ContactsClosed."""
    if cancelled or now >= open_until(last_closes_at):
        raise ContactsClosed()


def check_number(of_booking: int) -> None:
    """Refuse more contacts of one booking than a person gives. Raises ManyContacts."""
    if of_booking >= MOST_OF_BOOKING:
        raise ManyContacts()


def read_typed_code(text: str) -> str:
    """Return a code as it was drawn, whatever case, blanks and dashes were typed; else nothing."""
    code = "".join(text.upper().replace("-", "").split())
    return code if len(code) == CODE_LENGTH and set(code) <= set(READABLE) else ""


def as_shown(code: str) -> str:
    """Return a code in two halves, as people read it aloud."""
    half = CODE_LENGTH // 2
    return f"{code[:half]}-{code[half:]}"
