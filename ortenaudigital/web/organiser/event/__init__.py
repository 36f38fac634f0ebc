"""The start page of an event, and what the event is."""

from ortenaudigital.web.organiser.event import overview, schedule, states

__all__ = ["overview", "schedule", "states"]
