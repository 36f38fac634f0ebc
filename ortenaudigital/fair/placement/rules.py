"""The rules of giving stands, on plain values."""

from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.placement.errors import NotAccepted


def check_assignable(state: str) -> None:
    """Refuse a stand to who is not accepted. Raises NotAccepted."""
    if state != State.ACCEPTED:
        raise NotAccepted()
