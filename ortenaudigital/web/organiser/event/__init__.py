"""The start page of an event, and what the event is."""

from ortenaudigital.web.organiser.event import overview, states

__all__ = ["overview", "states"]
