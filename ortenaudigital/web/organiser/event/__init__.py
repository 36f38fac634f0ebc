"""The start page of an event."""

from ortenaudigital.web.organiser.event import overview

__all__ = ["overview"]
