"""The views of the exhibitor."""

from ortenaudigital.web.exhibitors import application, portal
from ortenaudigital.web.exhibitors.blueprint import exhibitors

__all__ = ["application", "exhibitors", "portal"]
