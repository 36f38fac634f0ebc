"""The outbox, as the organiser sees it."""

from ortenaudigital.web.organiser.letters import letters

__all__ = ["letters"]
