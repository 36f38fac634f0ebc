"""What exhibitors find in their portal: until when they change what, furniture, times of set-up."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from ortenaudigital.events.messages.fields import fault
from ortenaudigital.events.models import Event
from ortenaudigital.events.sections.values import (
    Moment,
    OptionalLine,
    Section,
    Slug,
    Titles,
    in_zone,
)


class SetUpKind(StrEnum):
    """What a time before or after the fair is for."""

    DELIVERY = "delivery"
    SET_UP = "set_up"
    DISMANTLING = "dismantling"


class FurniturePlan(Section):
    """One `[[event.furniture]]`: what exhibitors can order, and how many each may."""

    slug: Slug
    title: Titles
    most: Annotated[int, Field(ge=1, le=999)] = 10


class SetUpPlan(Section):
    """One `[[event.setup]]`: when exhibitors come, for all areas or one, and where to."""

    kind: Annotated[SetUpKind, Field(strict=False)]
    starts: Moment
    ends: Moment
    area: OptionalLine = ""
    place: OptionalLine = ""


def _each_once(plans: list[FurniturePlan]) -> list[FurniturePlan]:
    slugs = [plan.slug for plan in plans]
    if repeated := {slug for slug in slugs if slugs.count(slug) > 1}:
        raise fault("stands_twice", value=", ".join(sorted(repeated)))
    return plans


def _in_order(plans: list[SetUpPlan]) -> list[SetUpPlan]:
    for plan in plans:
        if plan.starts >= plan.ends:
            raise fault("ends_before_it_starts", value=plan.starts.isoformat())
    return plans


class PortalPlan(Section):
    """Deadlines of exhibitors, what they can order, and when they set up."""

    corrections_close: Moment | None = None
    furniture_close: Moment | None = None
    furniture: Annotated[list[FurniturePlan], Field(max_length=50), AfterValidator(_each_once)] = []
    setup: Annotated[list[SetUpPlan], Field(max_length=50), AfterValidator(_in_order)] = []


def read_portal(event: Event) -> PortalPlan:
    """Return the section as it is stored. Nothing is checked."""
    return PortalPlan.model_construct(
        corrections_close=in_zone(event.corrections_close_at, event.timezone),
        furniture_close=in_zone(event.furniture_close_at, event.timezone),
        furniture=[FurniturePlan.model_validate(each) for each in event.furniture],
        setup=list_set_up(event),
    )


def list_set_up(event: Event) -> list[SetUpPlan]:
    """List the times of set-up and dismantling as the clocks at the event show them."""
    return [
        plan.model_copy(
            update={
                "starts": in_zone(plan.starts, event.timezone),
                "ends": in_zone(plan.ends, event.timezone),
            }
        )
        for plan in map(SetUpPlan.model_validate, event.set_up)
    ]


def store_portal(event: Event, plan: PortalPlan) -> None:
    """Make the event say what the section says."""
    event.corrections_close_at = plan.corrections_close
    event.furniture_close_at = plan.furniture_close
    event.furniture = [each.model_dump(mode="json") for each in plan.furniture]
    event.set_up = [each.model_dump(mode="json") for each in plan.setup]
