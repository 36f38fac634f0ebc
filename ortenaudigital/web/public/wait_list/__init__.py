"""The pages of those who wait for places: join, look how it stands, leave, accept an offer."""

from ortenaudigital.web.public.wait_list import entries, joining, offers

__all__ = ["entries", "joining", "offers"]
