"""What organisers write down about an exhibitor: who called, their entry, what they need."""

from ortenaudigital.web.organiser.fair.entry import editing, entering, needs

__all__ = ["editing", "entering", "needs"]
