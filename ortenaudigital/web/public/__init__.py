"""The views of the citizen."""

from ortenaudigital.web.public import (
    answers,
    booking,
    crawlers,
    events,
    invited,
    legal,
    tickets,
    wait_list,
)
from ortenaudigital.web.public.blueprint import public

__all__ = [
    "answers",
    "booking",
    "crawlers",
    "events",
    "invited",
    "legal",
    "public",
    "tickets",
    "wait_list",
]
