"""What organisers write down about an exhibitor: who called, and what they need."""

from ortenaudigital.web.organiser.fair.entry import entering, needs

__all__ = ["entering", "needs"]
