"""From when to when exhibitors apply, what they are asked, and which terms they take."""

from typing import Annotated

from pydantic import Field

from ortenaudigital.events.models import Event
from ortenaudigital.events.sections.questions.plans import (
    QuestionPlan,
    read_question,
    store_question,
)
from ortenaudigital.events.sections.values import Moment, Paragraphs, Section, in_zone


class ApplicationsPlan(Section):
    """The window of applications, and what their form asks besides what all such forms ask."""

    applications_open: Moment | None = None
    applications_close: Moment | None = None
    exhibitor_terms: Paragraphs | None = None
    exhibitor_questions: Annotated[list[QuestionPlan], Field(max_length=50)] = []


def read_applications(event: Event) -> ApplicationsPlan:
    """Return the section as it is stored. Nothing is checked."""
    return ApplicationsPlan.model_construct(
        applications_open=in_zone(event.applications_open_at, event.timezone),
        applications_close=in_zone(event.applications_close_at, event.timezone),
        exhibitor_terms=event.exhibitor_terms or None,
        exhibitor_questions=[read_question(each) for each in event.exhibitor_questions],
    )


def store_applications(event: Event, plan: ApplicationsPlan) -> None:
    """Make the event say what the section says. Stands are stored by `fair`."""
    event.applications_open_at = plan.applications_open
    event.applications_close_at = plan.applications_close
    event.exhibitor_terms = dict(plan.exhibitor_terms or {})
    event.exhibitor_questions = [store_question(each) for each in plan.exhibitor_questions]
