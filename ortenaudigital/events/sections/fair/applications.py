"""Until when exhibitors apply."""

from ortenaudigital.events.models import Event
from ortenaudigital.events.sections.values import Moment, Section, in_zone


class ApplicationsPlan(Section):
    """Until when exhibitors can apply."""

    applications_close: Moment | None = None


def read_applications(event: Event) -> ApplicationsPlan:
    """Return the section as it is stored. Nothing is checked."""
    closes = in_zone(event.applications_close_at, event.timezone)
    return ApplicationsPlan.model_construct(applications_close=closes)


def store_applications(event: Event, plan: ApplicationsPlan) -> None:
    """Make the event say what the section says. Stands are stored by `fair`."""
    event.applications_close_at = plan.applications_close
