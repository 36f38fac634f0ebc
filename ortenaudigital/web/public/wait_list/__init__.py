"""The pages of those who wait for places: join, look how it stands, leave, accept an offer."""

from ortenaudigital.web.public.wait_list import entries, invited, joining, offers

__all__ = ["entries", "invited", "joining", "offers"]
