"""The tables of an event."""

from ortenaudigital.events.models.event import (
    Checkpoint,
    Day,
    Event,
    EventTown,
    TicketType,
    admits_to,
    draws_on,
)
from ortenaudigital.events.models.quotas import Quota
from ortenaudigital.events.models.versions import FormerVersion

__all__ = [
    "Checkpoint",
    "Day",
    "Event",
    "EventTown",
    "FormerVersion",
    "Quota",
    "TicketType",
    "admits_to",
    "draws_on",
]
