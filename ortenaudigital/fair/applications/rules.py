"""The rules of applications on plain values."""

from collections.abc import Set
from datetime import datetime, timedelta
from enum import StrEnum

from ortenaudigital.fair.applications.errors import ExhibitorErased, NotConfirmed, StillAssigned

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
    WAIT_LISTED = "wait_listed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


# Those for whom there is something at stake, and whose address is known to be theirs.
AT_STAKE = (State.APPLIED, State.WAIT_LISTED, State.ACCEPTED)


class Stage(StrEnum):
    """Where an exhibitor stands, from the application to the stand: what pages show."""

    UNCONFIRMED = "unconfirmed"
    APPLIED = "applied"
    WAIT_LISTED = "wait_listed"
    ACCEPTED = "accepted"
    # Has a stand on each day asked for.
    PLACED = "placed"
    # And said yes to it.
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


def stage_of(state: State, wanted: Set[int], held: Set[int], confirmed: bool) -> Stage:
    """Say where an exhibitor stands; `wanted` and `held` are days by their ids.

    Who asked for no day in particular is placed once there is a stand on any.
    """
    if state is not State.ACCEPTED:
        return Stage(state)
    if not held or not wanted <= held:
        return Stage.ACCEPTED
    return Stage.CONFIRMED if confirmed else Stage.PLACED


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


def check_rejectable(assignments: int) -> None:
    """Refuse to turn down who holds stands. Raises StillAssigned."""
    if assignments:
        raise StillAssigned()
