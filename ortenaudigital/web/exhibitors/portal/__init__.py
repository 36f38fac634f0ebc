"""The portal of one exhibitor: what stands, and what can be done by who holds a link to it."""

from ortenaudigital.web.exhibitors.portal import (
    contact,
    entry,
    furniture,
    home,
    messages,
    papers,
    passes,
    people,
    placing,
)

__all__ = [
    "contact",
    "entry",
    "furniture",
    "home",
    "messages",
    "papers",
    "passes",
    "people",
    "placing",
]
