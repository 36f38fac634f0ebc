"""The history: who did what, when, and from which value to which."""

from ortenaudigital.web.organiser.history import pages, table, values

__all__ = ["pages", "table", "values"]
