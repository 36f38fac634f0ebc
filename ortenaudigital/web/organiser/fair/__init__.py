"""Exhibitors and stands, as the organiser sees them."""

from ortenaudigital.web.organiser.fair import exhibitors, floor, passes, placing

__all__ = ["exhibitors", "floor", "passes", "placing"]
