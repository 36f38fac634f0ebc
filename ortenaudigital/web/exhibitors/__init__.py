"""The views of the exhibitor."""

from ortenaudigital.web.exhibitors import application, contacts, drafts, portal, withdrawal
from ortenaudigital.web.exhibitors.blueprint import exhibitors

__all__ = ["application", "contacts", "drafts", "exhibitors", "portal", "withdrawal"]
