"""An event as the file that would import to it."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from ortenaudigital.events.models import Day, Event, TicketType
from ortenaudigital.events.plan import (
    DayPlan,
    EventFile,
    EventPlan,
    QuestionPlan,
    StandPlan,
    TicketTypePlan,
    VenuePlan,
)
from ortenaudigital.events.queries import list_ticket_types
from ortenaudigital.events.rules import Access


def event_file(event: Event, stands: Sequence[StandPlan] = ()) -> EventFile:
    """Return the file that imports to this event."""
    return EventFile(
        event=_event_plan(event),
        days=tuple(_day_plan(day, event.timezone) for day in event.days),
        ticket_types=tuple(_ticket_type_plan(t) for t in list_ticket_types(event)),
        stands=tuple(stands),
    )


def _in_zone(value: datetime | None, zone: str) -> datetime | None:
    return value and value.astimezone(ZoneInfo(zone))


def _clock(value: datetime, zone: str) -> str:
    return value.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def _event_plan(event: Event) -> EventPlan:
    # Nothing is checked: what was stored under older rules must come out as well, to be mended.
    venue = VenuePlan.model_construct(
        name=event.venue_name,
        town=event.venue_town,
        address=event.venue_address,
        directions=event.directions or None,
    )
    return EventPlan.model_construct(
        slug=event.slug,
        title=event.title,
        claim=event.claim or None,
        summary=event.summary or None,
        timezone=event.timezone,
        organisers=event.organisers,
        contact_email=event.contact_email,
        booking_opens=_in_zone(event.booking_opens_at, event.timezone),
        booking_closes=_in_zone(event.booking_closes_at, event.timezone),
        applications_close=_in_zone(event.applications_close_at, event.timezone),
        certificate=event.certificate,
        reentry=event.reentry,
        venue=venue,
    )


def _day_plan(day: Day, zone: str) -> DayPlan:
    return DayPlan.model_construct(
        date=day.date,
        title=day.title or None,
        opens=_clock(day.opens_at, zone),
        # Midnight is said as the end of the day; what is later is on the next by itself.
        closes=_clock(day.closes_at, zone).replace("00:00", "24:00"),
        audience=day.audience,
    )


def _ticket_type_plan(ticket_type: TicketType) -> TicketTypePlan:
    return TicketTypePlan.model_construct(
        slug=ticket_type.slug,
        title=ticket_type.title,
        admits_to=[day.date for day in ticket_type.days],
        quota=ticket_type.quota,
        max_per_booking=ticket_type.max_per_booking,
        access=Access(ticket_type.access),
        questions=[QuestionPlan.model_construct(**each) for each in ticket_type.questions],
    )
