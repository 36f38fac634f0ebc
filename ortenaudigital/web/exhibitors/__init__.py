"""The views of the exhibitor."""

from ortenaudigital.web.exhibitors import application, contacts, portal
from ortenaudigital.web.exhibitors.blueprint import exhibitors

__all__ = ["application", "contacts", "exhibitors", "portal"]
