"""Where an event takes place."""

from ortenaudigital.events.models import Event
from ortenaudigital.events.sections.values import (
    Line,
    OptionalLongLine,
    Paragraphs,
    Section,
    ShortLine,
)


class AccessibilityPlan(Section):
    """The section `[event.venue.accessibility]`: what there is, what not; unsaid is not known."""

    step_free: bool | None = None
    lift: bool | None = None
    toilet: bool | None = None
    induction_loop: bool | None = None
    parking: bool | None = None


class VenuePlan(Section):
    """The section `[event.venue]`."""

    name: Line
    town: ShortLine
    address: OptionalLongLine = ""
    directions: Paragraphs | None = None
    accessibility: AccessibilityPlan | None = None


def read_venue(event: Event) -> VenuePlan:
    """Return the section as it is stored. Nothing is checked."""
    return VenuePlan.model_construct(
        name=event.venue_name,
        town=event.venue_town,
        address=event.venue_address,
        directions=event.directions or None,
        accessibility=AccessibilityPlan.model_construct(None, **event.accessibility)
        if event.accessibility
        else None,
    )


def store_venue(event: Event, plan: VenuePlan) -> None:
    """Make the event say what the section says."""
    event.venue_name = plan.name
    event.venue_town = plan.town
    event.venue_address = plan.address
    event.directions = dict(plan.directions or {})
    event.accessibility = (
        plan.accessibility.model_dump(exclude_none=True) if (plan.accessibility) else {}
    )
