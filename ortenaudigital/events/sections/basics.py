"""What an event is called, what it says about itself, and of which series it is a date."""

from sqlalchemy import select

from ortenaudigital.events.errors import EventFileError
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
