"""The pages of an event that everyone may see."""

from datetime import datetime

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import (
    get_event,
    list_past_events,
    list_ticket_types,
    list_upcoming_events,
    public_capacities,
)
from ortenaudigital.events.rules import Access as Booker
from ortenaudigital.events.rules import Phase, booking_phase
from ortenaudigital.fair.queries import list_exhibitors, takes_applications
from ortenaudigital.fair.rules import State
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.pagecache import cached_page


def phase_of(event: Event, now: datetime) -> Phase:
    """Say whether the event can be booked now."""
    ends = [day.closes_at for day in event.days]
    return booking_phase(now, event.booking_opens_at, event.booking_closes_at, ends)


@public.get("/")
@access(Access.PUBLIC)
def home() -> ResponseReturnValue:
    """Show the upcoming events; with one, go straight to it."""
    now = utc_now()
    upcoming = list_upcoming_events(now)
    if len(upcoming) == 1:
        return redirect(url_for("public.event", slug=upcoming[0].slug))
    return render_template(
        "public/home.html",
        upcoming=upcoming,
        past=list_past_events(now),
        capacities=public_capacities(upcoming, now),
        phases={event.id: phase_of(event, now) for event in upcoming},
    )


@public.get("/<slug>/")
@access(Access.PUBLIC)
def event(slug: str) -> ResponseReturnValue:
    """Show what, when, where, and how many places are left."""
    return cached_page(lambda: _event_page(slug))


def _event_page(slug: str) -> str:
    event, now = get_event(slug), utc_now()
    return render_template(
        "public/event.html",
        event=event,
        phase=phase_of(event, now),
        capacity=public_capacities([event], now)[event.id],
        public_types=list_ticket_types(event, Booker.PUBLIC),
        exhibitors=list_exhibitors(event, State.ACCEPTED),
        applications_open=takes_applications(event, now),
    )


@public.get("/<slug>/aussteller")
@access(Access.PUBLIC)
def exhibitors(slug: str) -> ResponseReturnValue:
    """Show who is at the fair."""
    event = get_event(slug)
    return render_template(
        "public/exhibitors.html",
        event=event,
        exhibitors=list_exhibitors(event, State.ACCEPTED),
        applications_open=takes_applications(event, utc_now()),
    )
