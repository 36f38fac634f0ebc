"""Placing: who stands where, by hand and by proposal, and telling them."""

from ortenaudigital.web.organiser.fair.placing import actions, page, proposals, telling

__all__ = ["actions", "page", "proposals", "telling"]
