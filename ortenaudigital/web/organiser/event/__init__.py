"""The start page of an event, and what the event is."""

from ortenaudigital.web.organiser.event import (
    closing,
    council,
    embedding,
    making,
    overview,
    parts,
    quotas,
    schedule,
    settings,
    states,
)

__all__ = [
    "closing",
    "council",
    "embedding",
    "making",
    "overview",
    "parts",
    "quotas",
    "schedule",
    "settings",
    "states",
]
