"""Which towns hold an event, and what they have agreed upon about people's data."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.messages.fields import fault
from ortenaudigital.events.models import Event, EventTown
from ortenaudigital.events.rules import Organising
from ortenaudigital.events.sections.values import Paragraphs, Section, Slug
from ortenaudigital.kernel.db import db
from ortenaudigital.towns.models import Town
from ortenaudigital.towns.queries import find_town


class OrganisersPlan(Section):
    """One town is the host; with co-organisers, all are controllers together (Art. 26 GDPR)."""

    host: Slug
    co_organisers: Annotated[list[Slug], Field(max_length=50)] = []
    # The essence of their arrangement, which guests have a right to know.
    arrangement: Paragraphs | None = None

    @model_validator(mode="after")
    def _once_each(self) -> Self:
        towns = [self.host, *self.co_organisers]
        if twice := next((town for town in towns if towns.count(town) > 1), None):
            raise fault("town_twice", value=twice)
        return self


def read_organisers(event: Event) -> OrganisersPlan:
    """Return the section as it is stored. Nothing is checked."""
    return OrganisersPlan.model_construct(
        host=event.host.slug if event.host else "",
        co_organisers=[town.slug for town in event.co_organisers],
        arrangement=event.arrangement or None,
    )


def store_organisers(event: Event, plan: OrganisersPlan) -> None:
    """Make the event say what the section says. Raises EventFileError for unknown towns."""
    wanted = {_town(plan.host, "event.host"): Organising.HOST}
    for i, slug in enumerate(plan.co_organisers):
        wanted[_town(slug, f"event.co_organisers[{i}]")] = Organising.CO_ORGANISER
    event.arrangement = dict(plan.arrangement or {})
    if {link.town: link.role for link in event.town_links} == wanted:
        return
    # All go before any comes: two towns may change places, and no event may ever have two hosts.
    event.town_links.clear()
    db.session.flush()
    event.town_links.extend(EventTown(town=town, role=role) for town, role in wanted.items())


def _town(slug: str, place: str) -> Town:
    town = find_town(slug)
    if town is None:
        known = "`flask --app wsgi town list` shows those that are known, `town import` adds more"
        raise EventFileError([f"{place}: there is no town {slug}; {known}"])
    return town
