"""The rules of passes on plain values."""

from datetime import datetime

from ortenaudigital.fair.applications.errors import ExhibitorErased
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.portal.passes.errors import NotGranted, PassesNotYet, StillNamed

# As many as a booking can number.
MOST_PASSES = 99


def check_holder(state: State, erased_at: datetime | None) -> None:
    """Refuse passes to who is not at the fair. Raises PassesNotYet or ExhibitorErased."""
    if erased_at is not None:
        raise ExhibitorErased()
    if state != State.ACCEPTED:
        raise PassesNotYet()


def check_granted(granted: int, used: int, wanted: int) -> None:
    """Refuse more passes than the organisers have granted. Raises NotGranted."""
    if used + wanted > granted:
        raise NotGranted(granted=granted, left=max(0, granted - used))


def check_grant(number: int, used: int) -> None:
    """Refuse to grant fewer passes than bear names. Raises StillNamed."""
    if number < used:
        raise StillNamed(used=used)
