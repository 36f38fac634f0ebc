"""An event as a whole: all its sections, read from the tables and stored into them."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import list_ticket_types
from ortenaudigital.events.rules import EventState
from ortenaudigital.events.sections.basics import (
    BasicsPlan,
    PicturePlan,
    SeriesPlan,
    read_basics,
    read_picture,
    read_series,
    store_basics,
    store_picture_section,
    store_series,
)
from ortenaudigital.events.sections.booking import (
    BookingPlan,
    EmbeddingPlan,
    read_booking,
    read_embedding,
    store_booking,
    store_embedding,
)
from ortenaudigital.events.sections.days import DayPlan, read_day
from ortenaudigital.events.sections.door import DoorPlan, read_door, store_door
from ortenaudigital.events.sections.fair.applications import (
    ApplicationsPlan,
    read_applications,
    store_applications,
)
from ortenaudigital.events.sections.fair.floor import (
    NO_FLOOR,
    AreaPlan,
    Floor,
    StagePlan,
    StandPlan,
)
from ortenaudigital.events.sections.fair.portal import PortalPlan, read_portal, store_portal
from ortenaudigital.events.sections.letters import LettersPlan, read_letters, store_letters
from ortenaudigital.events.sections.organisers import (
    OrganisersPlan,
    read_organisers,
    store_organisers,
)
from ortenaudigital.events.sections.quotas import QuotaPlan, read_quotas
from ortenaudigital.events.sections.ticket_types import TicketTypePlan, read_ticket_type
from ortenaudigital.events.sections.values import EventSlug, Section
from ortenaudigital.events.sections.venue import VenuePlan, read_venue, store_venue


def _written(state: object) -> object:
    """Refuse what no file makes of an event: that it is erased, owners decide."""
    if state not in (EventState.DRAFT, EventState.PUBLISHED, EventState.CANCELLED):
        raise PydanticCustomError("enum", "Input should be 'draft', 'published' or 'cancelled'")
    return state


class NamePlan(Section):
    """Which event it is, and who may see it.

    Its name in addresses never changes. A new event without a state is a draft, others keep theirs.
    The version is that of the event when the file was written.
    """

    slug: EventSlug
    state: Annotated[EventState, Field(strict=False), BeforeValidator(_written)] | None = None
    version: Annotated[int, Field(ge=1)] | None = None


# The last base stands first in the file.
class EventPlan(
    PicturePlan,
    SeriesPlan,
    EmbeddingPlan,
    DoorPlan,
    LettersPlan,
    PortalPlan,
    ApplicationsPlan,
    BookingPlan,
    OrganisersPlan,
    BasicsPlan,
    NamePlan,
):
    """The section `[event]`, in which the small ones stand together."""

    venue: VenuePlan


@dataclass(frozen=True)
class EventFile:
    """A whole file that has no faults."""

    event: EventPlan
    days: tuple[DayPlan, ...]
    quotas: tuple[QuotaPlan, ...]
    ticket_types: tuple[TicketTypePlan, ...]
    areas: tuple[AreaPlan, ...] = ()
    stands: tuple[StandPlan, ...] = ()
    stages: tuple[StagePlan, ...] = ()

    @property
    def floor(self) -> Floor:
        """Return what is stored by `fair`."""
        return Floor(self.areas, self.stands, self.stages)


def read_event(event: Event, floor: Floor = NO_FLOOR) -> EventFile:
    """Return the file that imports to this event.

    Nothing is checked: what was stored under older rules must come out as well, to be mended.
    """
    parts = (
        read_basics(event),
        read_organisers(event),
        read_booking(event),
        read_applications(event),
        read_portal(event),
        read_letters(event),
        read_door(event),
        read_embedding(event),
        read_series(event),
        read_picture(event),
    )
    values: dict[str, Any] = {name: value for part in parts for name, value in part}
    values |= {"slug": event.slug, "state": event.state, "version": event.version}
    values |= {"venue": read_venue(event)}
    section = EventPlan.model_construct(**values)
    return EventFile(
        event=section,
        days=tuple(read_day(day, event.timezone) for day in event.days),
        quotas=read_quotas(event),
        ticket_types=tuple(read_ticket_type(each) for each in list_ticket_types(event)),
        areas=floor.areas,
        stands=floor.stands,
        stages=floor.stages,
    )


def document_of(file: EventFile) -> dict[str, Any]:
    """Return what a file says as plain values that JSON knows, without the version."""
    event = file.event.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    event.pop("version", None)
    lists = {
        "day": file.days,
        "quota": file.quotas,
        "ticket_type": file.ticket_types,
        "area": file.areas,
        "stand": file.stands,
        "stage": file.stages,
    }
    return {"event": event} | {
        name: [
            entry.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
            for entry in entries
        ]
        for name, entries in lists.items()
    }


def store_event_section(event: Event, plan: EventPlan) -> None:
    """Make the event say what the section `[event]` says."""
    store_basics(event, plan)
    store_booking(event, plan)
    store_applications(event, plan)
    store_portal(event, plan)
    store_letters(event, plan)
    store_door(event, plan)
    store_embedding(event, plan)
    store_venue(event, plan.venue)
    store_series(event, plan)
    store_picture_section(event, plan)
    # Last, because looking for towns stores what was said so far.
    store_organisers(event, plan)
