"""What who booked can see and do, and whoever was handed the link of one ticket."""

from ortenaudigital.web.public.booking import (
    address,
    changes,
    companion,
    documents,
    leading_on,
    lost_links,
    more_changes,
    views,
)

__all__ = [
    "address",
    "changes",
    "companion",
    "documents",
    "leading_on",
    "lost_links",
    "more_changes",
    "views",
]
