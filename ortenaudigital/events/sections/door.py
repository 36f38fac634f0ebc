"""What coming and going means at an event."""

from ortenaudigital.events.models import Event
from ortenaudigital.events.sections.values import Section


class DoorPlan(Section):
    """Whether attendance is certified, and whether who went out is let in again."""

    certificate: bool = False
    reentry: bool = False


def read_door(event: Event) -> DoorPlan:
    """Return the section as it is stored."""
    return DoorPlan.model_construct(certificate=event.certificate, reentry=event.reentry)


def store_door(event: Event, plan: DoorPlan) -> None:
    """Make the event say what the section says."""
    event.certificate = plan.certificate
    event.reentry = plan.reentry
