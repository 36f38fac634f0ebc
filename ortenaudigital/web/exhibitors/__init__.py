"""The views of the exhibitor."""

from ortenaudigital.web.exhibitors import application, confirmation
from ortenaudigital.web.exhibitors.blueprint import exhibitors

__all__ = ["application", "confirmation", "exhibitors"]
