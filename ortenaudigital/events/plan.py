"""The shape of an event file: what each section may say, as values that know their own rules."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from ortenaudigital.clock import moment
from ortenaudigital.events.rules import Access

LANGUAGES = {"de", "en", "fr"}
# First steps of addresses that belong to the product itself.
RESERVED = {
    *("abmelden", "anmelden", "api", "aussteller", "barrierefreiheit", "bestaetigen", "buchung"),
    *("datenschutz", "demo", "einlass", "healthz", "impressum", "leichte-sprache", "orga"),
    *("postausgang", "readyz", "static", "t"),
}


def _slug(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        raise ValueError("use small letters, digits and single hyphens")
    return value


def _event_slug(value: str) -> str:
    if value in RESERVED:
        raise ValueError(f"{value} is an address of the product itself")
    return _slug(value)


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"{value} is no time zone") from error
    return value


def _wall_time(value: str) -> str:
    try:
        moment(date(2000, 1, 1), value, "UTC")
    except ValueError as error:
        raise ValueError(f"{value} is no time of day such as 08:30") from error
    return value


def _languages(value: dict[str, str]) -> dict[str, str]:
    if unknown := sorted(set(value) - LANGUAGES):
        raise ValueError(f"{', '.join(unknown)} is none of de, en, fr")
    if "de" not in value:
        raise ValueError("the German text (de) is missing")
    return value


Text = Annotated[dict[str, str], AfterValidator(_languages)]
Slug = Annotated[str, AfterValidator(_slug)]
WallTime = Annotated[str, AfterValidator(_wall_time)]
Filled = Annotated[str, Field(min_length=1)]


class Section(BaseModel):
    """One table of the file; a key that is not known is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class VenuePlan(Section):
    """Where it takes place."""

    name: Filled
    town: Filled
    address: str = ""
    directions: Text | None = None


class EventPlan(Section):
    """The section `[event]`."""

    slug: Annotated[str, AfterValidator(_event_slug)]
    title: Filled
    claim: Text | None = None
    summary: Text | None = None
    timezone: Annotated[str, AfterValidator(_zone)] = "Europe/Berlin"
    organisers: list[str] = []
    contact_email: str = ""
    booking_opens: AwareDatetime | None = None
    booking_closes: AwareDatetime | None = None
    applications_close: AwareDatetime | None = None
    certificate: bool = False
    reentry: bool = False
    venue: VenuePlan


class DayPlan(Section):
    """One section `[[day]]`."""

    date: date
    title: Text | None = None
    opens: WallTime
    closes: WallTime
    audience: str = ""


class QuestionPlan(Section):
    """One question that the booking of a ticket type asks."""

    key: Slug
    de: Filled
    en: str = ""
    fr: str = ""
    required: bool = False


class TicketTypePlan(Section):
    """One section `[[ticket_type]]`."""

    slug: Slug
    title: Text
    price: Literal["free"] = "free"
    admits_to: Annotated[list[date], Field(min_length=1)]
    quota: Annotated[int, Field(ge=0)]
    max_per_booking: Annotated[int, Field(ge=1, le=50)] = 1
    access: Access
    questions: list[QuestionPlan] = []


class StandPlan(Section):
    """One section `[[stand]]`; without `days` it is free on all of them."""

    label: Filled
    size: str = ""
    power: str = ""
    network: bool = False
    days: list[date] | None = None


@dataclass(frozen=True)
class EventFile:
    """A whole file that has no faults."""

    event: EventPlan
    days: tuple[DayPlan, ...]
    ticket_types: tuple[TicketTypePlan, ...]
    stands: tuple[StandPlan, ...]
