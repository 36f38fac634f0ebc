"""The page of an event: for everybody, and for organisers who look at what is still a draft."""

from collections.abc import Collection
from datetime import datetime

from flask import render_template

from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.events.queries import list_checkpoints, list_ticket_types, public_capacities
from ortenaudigital.events.rules import Access, EventState, Opening, Phase, opening_of
from ortenaudigital.events.series.queries import find_series
from ortenaudigital.fair.applications.queries import takes_applications
from ortenaudigital.guests.fair.reading import show_fair
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.pictures.queries import find_facts
from ortenaudigital.web.shared.structured_data import event_data, json_ld


def opening(event: Event, now: datetime, state: EventState | None = None) -> Opening:
    """Say whether the public can book now, or when, or could in another state of the event."""
    types = [each for each in event.ticket_types if each.access is Access.PUBLIC]
    return opening_of_types(event, types, now, state)


def opening_of_types(
    event: Event, types: Collection[TicketType], now: datetime, state: EventState | None = None
) -> Opening:
    """Say whether one of these types can be booked now, or when."""
    own = [(each.booking_opens_at, each.booking_closes_at) for each in types] or [(None, None)]
    windows = [
        (opens or event.booking_opens_at, closes or event.booking_closes_at)
        for opens, closes in own
    ]
    ends = [day.closes_at for day in event.days]
    return opening_of(state or event.state, now, windows, ends)


def is_open_now(event: Event, ticket_type: TicketType, now: datetime) -> bool:
    """Say whether a type can be booked now; not if its own days are over."""
    to_come = any(day.closes_at > now for day in ticket_type.days)
    return to_come and opening_of_types(event, [ticket_type], now).phase is Phase.OPEN


def event_page(event: Event, *, preview: bool = False) -> str:
    """Make the page; a preview shows what will be seen, and where the buttons will be."""
    now = utc_now()
    opens = opening(event, now, EventState.PUBLISHED if event.is_draft else None)
    capacity = public_capacities([event], now)[event.id]
    public_types = list_ticket_types(event, Access.PUBLIC)
    offered = public_types and opens.phase in (Phase.OPEN, Phase.NOT_YET)
    return render_template(
        "public/event.html",
        event=event,
        preview=preview,
        series=find_series(event),
        picture_facts=find_facts(event.picture_id),
        phase=opens.phase,
        opens_at=opens.opens_at,
        by_code=any(each.access is Access.INVITATION for each in event.ticket_types),
        by_domain=any(each.domains for each in event.ticket_types),
        capacity=capacity,
        public_types=public_types,
        data="" if preview else json_ld(event_data(event, capacity if offered else None)),
        exhibitors=show_fair(event).exhibitors,
        inside=[each for each in list_checkpoints(event) if not each.is_entrance],
        applications_open=takes_applications(event, now),
    )
