"""What people reported about the pages, as the organiser sees it."""

from ortenaudigital.web.organiser.feedback import reports

__all__ = ["reports"]
