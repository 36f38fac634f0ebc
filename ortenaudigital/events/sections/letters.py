"""Which letters by time guests get, and what they are asked afterwards."""

from typing import Annotated

from pydantic import Field

from ortenaudigital.events.models import Event
from ortenaudigital.events.sections.values import Section, WebAddress


class LettersPlan(Section):
    """How many days before its day somebody is reminded, 0 for never; where they say how it was."""

    reminder_days: Annotated[int, Field(ge=0, le=60)] = 5
    feedback_url: WebAddress = ""


def read_letters(event: Event) -> LettersPlan:
    """Return the section as it is stored. Nothing is checked."""
    return LettersPlan.model_construct(
        reminder_days=event.reminder_days, feedback_url=event.feedback_url
    )


def store_letters(event: Event, plan: LettersPlan) -> None:
    """Make the event say what the section says."""
    event.reminder_days = plan.reminder_days
    event.feedback_url = plan.feedback_url
