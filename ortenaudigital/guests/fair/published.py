"""What of the fair is published: who was told that they are accepted, where they know to stand."""

from typing import Any

from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.queries import is_decision_told
from ortenaudigital.fair.applications.rules import State, is_told

# Whose name was erased is there no more.
IS_PUBLISHED = (
    Exhibitor.state == State.ACCEPTED,
    is_decision_told(),
    Exhibitor.name != "",
)


def knows(row: Any) -> bool:
    """Say whether who has the slot of a row was told of it."""
    return is_told(row.slot_id, row.told_of, row.email)
