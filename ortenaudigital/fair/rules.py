"""The rules of the fair on plain values."""

from datetime import datetime, timedelta
from enum import StrEnum

from ortenaudigital.fair.errors import ExhibitorErased, NotAccepted, NotConfirmed, StillAssigned

# Who has not opened our first letter by then did not apply, or will do so again.
CONFIRM_WITHIN = timedelta(days=14)


class Kind(StrEnum):
    """What sort of organisation an exhibitor is."""

    COMPANY = "company"
    START_UP = "start_up"
    MUNICIPALITY = "municipality"
    ASSOCIATION = "association"


class State(StrEnum):
    """Where an application stands."""

    UNCONFIRMED = "unconfirmed"
    APPLIED = "applied"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


def applications_open(
    now: datetime, close_at: datetime | None, starts: datetime, stands: int
) -> bool:
    """Say whether applications are taken: until their closing, else until the doors open.

    An event without stands has no fair to apply for.
    """
    return stands > 0 and now < (close_at or starts)


def confirm_until(applied_at: datetime) -> datetime:
    """Say until when the address of an application can be confirmed; then it is deleted."""
    return applied_at + CONFIRM_WITHIN


def check_decidable(state: str) -> None:
    """Refuse a decision before the address is confirmed. Raises NotConfirmed."""
    if state == State.UNCONFIRMED:
        raise NotConfirmed()


def check_kept(now: datetime, erase_at: datetime, erased_at: datetime | None) -> None:
    """Refuse to decide about somebody who was forgotten. Raises ExhibitorErased."""
    if erased_at is not None or now >= erase_at:
        raise ExhibitorErased()


def check_assignable(state: str) -> None:
    """Refuse a stand to who is not accepted. Raises NotAccepted."""
    if state != State.ACCEPTED:
        raise NotAccepted()


def check_rejectable(assignments: int) -> None:
    """Refuse to turn down who holds stands. Raises StillAssigned."""
    if assignments:
        raise StillAssigned()
