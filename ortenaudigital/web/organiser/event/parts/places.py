"""The quotas of an event as its overview lists them."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext

from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import list_quotas, list_ticket_types
from ortenaudigital.web.shared.language import short_date, texts


@dataclass(frozen=True)
class Places:
    """A quota on the overview: which it is, what it is called, and how full it is."""

    which: str
    title: str
    taken: int
    size: int


def list_places(event: Event) -> Iterator[Places]:
    """List all quotas that limit something: of ticket types, shared ones, those of days."""
    for each in list_ticket_types(event):
        if each.quota.real_size is not None:
            yield Places(f"type {each.slug}", texts(each.title), each.taken, each.quota.real_size)
    for quota in list_quotas(event):
        if quota.slug:
            name = texts(quota.title) or quota.slug
            yield Places(f"shared {quota.slug}", name, quota.taken, quota.real_size or 0)
    for day in event.days:
        if day.quota:
            name = gettext("Im Haus am %(date)s", date=short_date(day.date))
            yield Places(f"day {day.date}", name, day.quota.taken, day.quota.size or 0)
