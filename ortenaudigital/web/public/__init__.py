"""The views of the citizen."""

from ortenaudigital.web.public import (
    answers,
    asked,
    booking,
    contacts,
    crawlers,
    events,
    fair,
    feedback,
    groups,
    invited,
    legal,
    proving,
    series,
    tickets,
    wait_list,
)
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.public.embedding import frame
from ortenaudigital.web.public.machines import bounces
from ortenaudigital.web.public.sharing import feeds, home_screen, pictures, sent_pictures

__all__ = [
    "answers",
    "asked",
    "booking",
    "bounces",
    "contacts",
    "crawlers",
    "events",
    "fair",
    "feedback",
    "feeds",
    "frame",
    "groups",
    "home_screen",
    "invited",
    "legal",
    "pictures",
    "proving",
    "public",
    "sent_pictures",
    "series",
    "tickets",
    "wait_list",
]
