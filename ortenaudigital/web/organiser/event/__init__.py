"""The start page of an event, and what the event is."""

from ortenaudigital.web.organiser.event import (
    embedding,
    making,
    overview,
    parts,
    schedule,
    settings,
    states,
)

__all__ = ["embedding", "making", "overview", "parts", "schedule", "settings", "states"]
