"""The page of an event: for everybody, and for organisers who look at what is still a draft."""

from datetime import datetime

from flask import render_template

from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import list_ticket_types, public_capacities
from ortenaudigital.events.rules import Access, EventState, Phase, booking_phase
from ortenaudigital.fair.queries import list_exhibitors, takes_applications
from ortenaudigital.fair.rules import State
from ortenaudigital.kernel.clock import utc_now


def phase_of(event: Event, now: datetime, state: EventState | None = None) -> Phase:
    """Say whether the event can be booked now, or could be in another state."""
    ends = [day.closes_at for day in event.days]
    opens_at, closes_at = event.booking_opens_at, event.booking_closes_at
    return booking_phase(state or event.state, now, opens_at, closes_at, ends)


def event_page(event: Event, *, preview: bool = False) -> str:
    """Make the page; a preview shows what will be seen, and where the buttons will be."""
    now = utc_now()
    return render_template(
        "public/event.html",
        event=event,
        preview=preview,
        phase=phase_of(event, now, EventState.PUBLISHED if event.is_draft else None),
        capacity=public_capacities([event], now)[event.id],
        public_types=list_ticket_types(event, Access.PUBLIC),
        exhibitors=list_exhibitors(event, State.ACCEPTED),
        applications_open=takes_applications(event, now),
    )
