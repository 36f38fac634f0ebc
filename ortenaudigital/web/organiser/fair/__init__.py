"""Exhibitors and stands, as the organiser sees them."""

from ortenaudigital.web.organiser.fair import exhibitors, passes

__all__ = ["exhibitors", "passes"]
