"""What forms of guests ask beyond names and addresses, and the page on which they change it."""

from ortenaudigital.web.public.asked import details

__all__ = ["details"]
