"""The lines of what an event needs now, for who is logged in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_login import current_user

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.events.models import Event
from ortenaudigital.reporting.attention.items import Item, Urgency
from ortenaudigital.reporting.attention.queries import Known, read_facts
from ortenaudigital.reporting.attention.rules import list_items
from ortenaudigital.web.organiser.event.attention.ways import WAYS, Way
from ortenaudigital.web.organiser.times import full_moment
from ortenaudigital.web.shared.access.guards import may
from ortenaudigital.web.shared.language import current_language


@dataclass(frozen=True)
class Task:
    """One line of the list: words, more words, where to go if anywhere, and how it is drawn."""

    words: str
    hint: str
    url: str | None
    icon: str
    is_urgent: bool


def list_tasks(event: Event, known: Known, now: datetime) -> list[Task]:
    """List what who is logged in should and may see to, the most urgent first."""
    items = list_items(read_facts(event, known, current_language(), now), now)
    return list(_tasks(items, event))


def _tasks(items: Iterable[Item], event: Event) -> Iterator[Task]:
    for item in items:
        way = WAYS[item.subject]
        if may(f"organiser.{way.endpoint}", anywhere=way.of_house):
            yield _task(item, way, event)
        elif way.of_others:
            yield Task(way.of_others(), "", None, way.icon, is_urgent=False)


def letters_reach(event: Event) -> list[int]:
    """Return whose letters who is logged in may see here: those of the event, or none."""
    may_read = Permission.LETTERS_READ in current_user.permissions_at(event.id)
    return [event.id] if may_read else []


def _task(item: Item, way: Way, event: Event) -> Task:
    query = dict(way.query or {})
    if not way.of_house:
        query["slug"] = event.slug
    elif way.endpoint == "letters":
        query["veranstaltung"] = event.slug
    moment = full_moment(item.moment, event.timezone) if item.moment else ""
    hint = way.hint(moment) if way.hint and moment else ""
    return Task(
        words=way.words(item),
        hint=hint,
        url=url_for(f"organiser.{way.endpoint}", **query),
        icon=way.icon,
        is_urgent=item.urgency <= Urgency.DECIDE,
    )
