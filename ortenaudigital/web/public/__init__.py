"""The views of the citizen."""

from ortenaudigital.web.public import booking, events, legal, tickets
from ortenaudigital.web.public.blueprint import public

__all__ = ["booking", "events", "legal", "public", "tickets"]
