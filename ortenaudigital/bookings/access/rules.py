"""The rules of invitations and codes on plain values."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ortenaudigital.bookings.access.errors import (
    CodeEnded,
    CodeForFewer,
    CodeUsedUp,
    CodeWithdrawn,
    InvitationForFewer,
    InvitationUsedUp,
    InvitationWithdrawn,
)
from ortenaudigital.kernel.codes import READABLE

CODE_LENGTH = 8
MOST_CODES = 1000
MOST_TICKETS = 50
# Nobody is reminded of an invitation more often.
REMINDER_PAUSE = timedelta(days=1)


class InvitationState(StrEnum):
    """How far an invitation has come."""

    SENT = "sent"
    OPENED = "opened"
    BOOKED = "booked"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class CodeFacts:
    """What a code says of itself; without a `size` it opens as many tickets as there are."""

    size: int | None
    used: int
    ends_at: datetime | None
    withdrawn: bool


def read_typed_code(text: str) -> str | None:
    """Find a code in what somebody typed: any case, spaces or hyphens; None if it can be none."""
    plain = unicodedata.normalize("NFKC", text).upper()
    # Whoever pastes the whole link means its end.
    last = plain.strip().rstrip("/").rsplit("/", 1)[-1].split("?")[0]
    code = re.sub(r"[\s\-_.\u2010-\u2015]", "", last)
    return code if len(code) == CODE_LENGTH and not set(code) - set(READABLE) else None


def written_code(code: str) -> str:
    """Write a code as people read it: `7K3M-9PQR`."""
    return f"{code[:4]}-{code[4:]}"


def check_code(code: CodeFacts, number: int, now: datetime) -> None:
    """Refuse a code that opens nothing any more, or fewer tickets.

    Raises CodeWithdrawn, CodeEnded, CodeUsedUp or CodeForFewer.
    """
    if code.withdrawn:
        raise CodeWithdrawn()
    if code.ends_at is not None and now >= code.ends_at:
        raise CodeEnded()
    if code.size is None:
        return
    if code.used >= code.size:
        raise CodeUsedUp()
    if code.used + number > code.size:
        raise CodeForFewer(left=code.size - code.used)


def check_invitation(number: int, used: int, wanted: int, *, withdrawn: bool) -> None:
    """Refuse an invitation that is no more, or for fewer tickets.

    Raises InvitationWithdrawn, InvitationUsedUp or InvitationForFewer.
    """
    if withdrawn:
        raise InvitationWithdrawn()
    if used >= number:
        raise InvitationUsedUp()
    if used + wanted > number:
        raise InvitationForFewer(left=number - used)


def first_and_last(name: str) -> tuple[str, str]:
    """Split a name for the form: the last word is the last name."""
    first, _, last = name.strip().rpartition(" ")
    return (first, last) if first else (last, "")
