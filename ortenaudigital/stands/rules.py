"""The rules of the fair on plain values."""

from datetime import datetime
from enum import StrEnum

from ortenaudigital.stands.errors import ApplicationsClosed, NotAccepted, StillAssigned


class Kind(StrEnum):
    """What sort of organisation an exhibitor is."""

    COMPANY = "company"
    START_UP = "start_up"
    MUNICIPALITY = "municipality"
    ASSOCIATION = "association"


class State(StrEnum):
    """Where an application stands."""

    APPLIED = "applied"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


def applications_open(now: datetime, close_at: datetime | None, event_starts: datetime) -> bool:
    """Say whether applications are taken: until their closing, else until the doors open."""
    return now < (close_at or event_starts)


def check_applications_open(now: datetime, close_at: datetime | None, starts: datetime) -> None:
    """Refuse an application that comes too late. Raises ApplicationsClosed."""
    if not applications_open(now, close_at, starts):
        raise ApplicationsClosed()


def check_assignable(state: str) -> None:
    """Refuse a stand to who is not accepted. Raises NotAccepted."""
    if state != State.ACCEPTED:
        raise NotAccepted()


def check_rejectable(assignments: int) -> None:
    """Refuse to turn down who holds stands. Raises StillAssigned."""
    if assignments:
        raise StillAssigned()
