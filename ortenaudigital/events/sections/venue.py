"""Where an event takes place."""

from ortenaudigital.events.models import Event
from ortenaudigital.events.sections.values import (
    Line,
    OptionalLongLine,
    Paragraphs,
    Section,
    ShortLine,
)


class VenuePlan(Section):
    """The section `[event.venue]`."""

    name: Line
    town: ShortLine
    address: OptionalLongLine = ""
    directions: Paragraphs | None = None


def read_venue(event: Event) -> VenuePlan:
    """Return the section as it is stored. Nothing is checked."""
    return VenuePlan.model_construct(
        name=event.venue_name,
        town=event.venue_town,
        address=event.venue_address,
        directions=event.directions or None,
    )


def store_venue(event: Event, plan: VenuePlan) -> None:
    """Make the event say what the section says."""
    event.venue_name = plan.name
    event.venue_town = plan.town
    event.venue_address = plan.address
    event.directions = dict(plan.directions or {})
