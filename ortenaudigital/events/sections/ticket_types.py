"""The ticket types of an event, and what is asked with each."""

from typing import Annotated, Literal

from pydantic import Field

from ortenaudigital.events.models import Event, Quota, TicketType
from ortenaudigital.events.rules import Access
from ortenaudigital.events.sections.questions.plans import (
    QuestionPlan,
    read_question,
    store_question,
)
from ortenaudigital.events.sections.values import (
    EventDate,
    MailDomain,
    Moment,
    Overbook,
    Places,
    Section,
    Slug,
    Titles,
    in_zone,
)


class TicketTypePlan(Section):
    """One section `[[ticket_type]]`: with places of its own, with shared ones, or with both."""

    slug: Slug
    title: Titles
    price: Literal["free"] = "free"
    admits_to: Annotated[list[EventDate], Field(min_length=1, max_length=400)]
    quota: Places | None = None
    overbook: Overbook = 0
    quotas: Annotated[list[Slug], Field(max_length=20)] = []
    max_per_booking: Annotated[int, Field(ge=1, le=50)] = 1
    max_per_address: Annotated[int, Field(ge=1, le=50)] | None = None
    max_per_group: Annotated[int, Field(ge=0, le=99)] = 0
    access: Annotated[Access, Field(strict=False)]
    domains: Annotated[list[MailDomain], Field(max_length=200)] = []
    confirm_first: bool = False
    booking_opens: Moment | None = None
    booking_closes: Moment | None = None
    questions: Annotated[list[QuestionPlan], Field(max_length=50)] = []


def read_ticket_type(ticket_type: TicketType) -> TicketTypePlan:
    """Return a ticket type as it is stored. Nothing is checked."""
    return TicketTypePlan.model_construct(
        slug=ticket_type.slug,
        title=ticket_type.title,
        admits_to=[day.date for day in ticket_type.days],
        quota=ticket_type.quota.real_size,
        overbook=ticket_type.quota.overbook,
        quotas=[each.slug for each in ticket_type.draws_on if each.slug],
        max_per_booking=ticket_type.max_per_booking,
        max_per_address=ticket_type.max_per_address,
        max_per_group=ticket_type.max_per_group,
        access=ticket_type.access,
        questions=[read_question(each) for each in ticket_type.questions],
        domains=ticket_type.domains,
        confirm_first=ticket_type.confirm_first,
        booking_opens=in_zone(ticket_type.booking_opens_at, ticket_type.event.timezone),
        booking_closes=in_zone(ticket_type.booking_closes_at, ticket_type.event.timezone),
    )


def store_ticket_type(
    event: Event, ticket_type: TicketType | None, plan: TicketTypePlan, position: int
) -> None:
    """Make a ticket type say what the section says, a new one if there is none."""
    if ticket_type is None:
        ticket_type = TicketType(slug=plan.slug, quota=Quota(event_id=event.id, taken=0))
        event.ticket_types.append(ticket_type)
    ticket_type.position = position
    ticket_type.title = dict(plan.title)
    ticket_type.quota.resize(plan.quota, plan.overbook)
    ticket_type.max_per_booking = plan.max_per_booking
    ticket_type.max_per_address = plan.max_per_address
    ticket_type.max_per_group = plan.max_per_group
    ticket_type.access = plan.access
    ticket_type.questions = [store_question(question) for question in plan.questions]
    ticket_type.domains = list(plan.domains)
    ticket_type.confirm_first = plan.confirm_first
    ticket_type.booking_opens_at = plan.booking_opens
    ticket_type.booking_closes_at = plan.booking_closes
    ticket_type.days = [day for day in event.days if day.date in plan.admits_to]
