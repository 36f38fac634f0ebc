"""An event in parts, each with a page of its own: what its file says, typed into forms."""

from ortenaudigital.web.organiser.event.parts import entries, fair, overview, quotas, single

__all__ = ["entries", "fair", "overview", "quotas", "single"]
