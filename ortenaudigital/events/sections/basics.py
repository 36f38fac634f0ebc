"""What an event is called, and what it says about itself."""

from ortenaudigital.events.models import Event
from ortenaudigital.events.sections.values import Address, Claims, Line, Paragraphs, Section, Zone


class BasicsPlan(Section):
    """Title, texts, time zone, contact."""

    title: Line
    claim: Claims | None = None
    summary: Paragraphs | None = None
    timezone: Zone = "Europe/Berlin"
    contact_email: Address = ""


def read_basics(event: Event) -> BasicsPlan:
    """Return the section as it is stored. Nothing is checked."""
    return BasicsPlan.model_construct(
        title=event.title,
        claim=event.claim or None,
        summary=event.summary or None,
        timezone=event.timezone,
        contact_email=event.contact_email,
    )


def store_basics(event: Event, plan: BasicsPlan) -> None:
    """Make the event say what the section says."""
    event.title = plan.title
    event.claim = dict(plan.claim or {})
    event.summary = dict(plan.summary or {})
    event.timezone = plan.timezone
    event.contact_email = plan.contact_email
