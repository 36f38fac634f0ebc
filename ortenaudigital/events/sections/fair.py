"""Until when exhibitors apply, and which stands there are."""

from typing import Annotated

from pydantic import Field

from ortenaudigital.events.models import Event
from ortenaudigital.events.sections.values import (
    EventDate,
    Moment,
    OptionalLine,
    Section,
    ShortLine,
    in_zone,
)


class ApplicationsPlan(Section):
    """Until when exhibitors can apply."""

    applications_close: Moment | None = None


class StandPlan(Section):
    """One section `[[stand]]`; without `days` it is free on all of them."""

    label: ShortLine
    size: OptionalLine = ""
    power: OptionalLine = ""
    network: bool = False
    days: Annotated[list[EventDate], Field(max_length=400)] | None = None


def read_applications(event: Event) -> ApplicationsPlan:
    """Return the section as it is stored. Nothing is checked."""
    closes = in_zone(event.applications_close_at, event.timezone)
    return ApplicationsPlan.model_construct(applications_close=closes)


def store_applications(event: Event, plan: ApplicationsPlan) -> None:
    """Make the event say what the section says. Stands are stored by `fair`."""
    event.applications_close_at = plan.applications_close
