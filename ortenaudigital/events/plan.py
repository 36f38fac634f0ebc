"""The shape of an event file: what each section may say, as values that know their own rules."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from ortenaudigital.events.fields import (
    Address,
    Claims,
    ClosingTime,
    EventDate,
    EventSlug,
    Line,
    Moment,
    OpeningTime,
    OptionalLine,
    OptionalLongLine,
    Paragraphs,
    Places,
    ShortLine,
    Slug,
    Titles,
    Zone,
)
from ortenaudigital.events.rules import Access


class Section(BaseModel):
    """One table of the file; unknown keys and other kinds of values are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class VenuePlan(Section):
    """Where it takes place."""

    name: Line
    town: ShortLine
    address: OptionalLongLine = ""
    directions: Paragraphs | None = None


class EventPlan(Section):
    """The section `[event]`."""

    slug: EventSlug
    title: Line
    claim: Claims | None = None
    summary: Paragraphs | None = None
    timezone: Zone = "Europe/Berlin"
    organisers: Annotated[list[Line], Field(max_length=50)] = []
    contact_email: Address = ""
    booking_opens: Moment | None = None
    booking_closes: Moment | None = None
    applications_close: Moment | None = None
    certificate: bool = False
    reentry: bool = False
    venue: VenuePlan


class DayPlan(Section):
    """One section `[[day]]`. Doors that close before they open close on the next day."""

    date: EventDate
    title: Titles | None = None
    opens: OpeningTime
    closes: ClosingTime
    audience: OptionalLine = ""


class QuestionPlan(Section):
    """One question that the booking of a ticket type asks."""

    key: Slug
    de: Line
    en: OptionalLine = ""
    fr: OptionalLine = ""
    required: bool = False


class TicketTypePlan(Section):
    """One section `[[ticket_type]]`."""

    slug: Slug
    title: Titles
    price: Literal["free"] = "free"
    admits_to: Annotated[list[EventDate], Field(min_length=1, max_length=400)]
    quota: Places
    max_per_booking: Annotated[int, Field(ge=1, le=50)] = 1
    access: Annotated[Access, Field(strict=False)]
    questions: Annotated[list[QuestionPlan], Field(max_length=50)] = []


class StandPlan(Section):
    """One section `[[stand]]`; without `days` it is free on all of them."""

    label: ShortLine
    size: OptionalLine = ""
    power: OptionalLine = ""
    network: bool = False
    days: Annotated[list[EventDate], Field(max_length=400)] | None = None


@dataclass(frozen=True)
class EventFile:
    """A whole file that has no faults."""

    event: EventPlan
    days: tuple[DayPlan, ...]
    ticket_types: tuple[TicketTypePlan, ...]
    stands: tuple[StandPlan, ...]
