"""What an event is called, says about itself and shows, and of which series it is a date."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from sqlalchemy import select

from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.messages.fields import fault
from ortenaudigital.events.messages.wholes import whole_fault
from ortenaudigital.events.models import Event
from ortenaudigital.events.sections.values import (
    Address,
    Claims,
    Line,
    Paragraphs,
    Section,
    Slug,
    Zone,
)
from ortenaudigital.events.series.models import Series
from ortenaudigital.kernel.db import db
from ortenaudigital.pictures.queries import find_facts


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


class SeriesPlan(Section):
    """The name in addresses of a series that there is; none if the event stands alone."""

    series: Slug | None = None


def read_series(event: Event) -> SeriesPlan:
    """Return the section as it is stored. Nothing is checked."""
    series = db.session.get(Series, event.series_id) if event.series_id else None
    return SeriesPlan.model_construct(series=series.slug if series else None)


def store_series(event: Event, plan: SeriesPlan) -> None:
    """Make the event say what the section says. Raises EventFileError for an unknown series."""
    if plan.series is None:
        event.series_id = None
        return
    event.series_id = db.session.scalar(select(Series.id).where(Series.slug == plan.series))
    if event.series_id is None:
        words = f"there is no series {plan.series}; organisers make it on their page of series"
        raise EventFileError([f"event.series: {words}"])


def _picture(value: str) -> str:
    try:
        return str(UUID(value))
    except ValueError as error:
        raise fault("picture", value=value[:60]) from error


PictureName = Annotated[str, AfterValidator(_picture)]


class PicturePlan(Section):
    """A picture that is stored here, by its id; a file names it and does not hold it."""

    picture: PictureName | None = None
    picture_alt: Annotated[Claims | None, Field(validate_default=True)] = None

    @field_validator("picture_alt")
    @classmethod
    def _says_what_is_seen(
        cls, value: dict[str, str] | None, info: ValidationInfo
    ) -> dict[str, str] | None:
        if info.data.get("picture") and not value:
            raise fault("picture_alt_missing")
        return value


def read_picture(event: Event) -> PicturePlan:
    """Return the section as it is stored. Nothing is checked."""
    return PicturePlan.model_construct(
        picture=str(event.picture_id) if event.picture_id else None,
        picture_alt=event.picture_alt or None,
    )


def store_picture_section(event: Event, plan: PicturePlan) -> None:
    """Make the event say what the section says. Raises EventFileError for an unknown picture."""
    picture_id = UUID(plan.picture) if plan.picture else None
    if picture_id and picture_id != event.picture_id and find_facts(picture_id) is None:
        raise EventFileError([whole_fault("event.picture", "picture_gone")])
    event.picture_id = picture_id
    event.picture_alt = dict(plan.picture_alt or {}) if picture_id else {}
