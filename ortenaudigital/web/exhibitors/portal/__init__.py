"""The portal of one exhibitor: what stands, and what can be done by who holds a link to it."""

from ortenaudigital.web.exhibitors.portal import home, passes

__all__ = ["home", "passes"]
