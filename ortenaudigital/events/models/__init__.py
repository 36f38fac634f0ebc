"""The tables of an event."""

from ortenaudigital.events.models.days import Checkpoint, Day
from ortenaudigital.events.models.event import Event, EventTown, FormerVersion
from ortenaudigital.events.models.quotas import Quota
from ortenaudigital.events.models.ticket_types import TicketType, admits_to, draws_on

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
