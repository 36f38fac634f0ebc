"""The views of the citizen."""

from ortenaudigital.web.public import answers, booking, crawlers, events, invited, legal, tickets
from ortenaudigital.web.public.blueprint import public

__all__ = ["answers", "booking", "crawlers", "events", "invited", "legal", "public", "tickets"]
