"""The start page of an event: figures, pictures, and what needs the organiser now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.bookings.proof.queries import proof_wanted_until
from ortenaudigital.checkin.queries import (
    arrivals,
    count_admissions,
    count_in,
    count_visitors,
    today,
)
from ortenaudigital.checkin.reports.no_shows import list_counts, rates_of
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.events.queries import (
    capacity_of,
    find_current_event,
    list_quotas,
    list_ticket_types,
    public_capacities,
)
from ortenaudigital.fair.applications.organising.agenda import read_agenda
from ortenaudigital.fair.applications.queries import count_exhibitors
from ortenaudigital.fair.placement.queries import count_free_slots
from ortenaudigital.kernel.clock import local, utc_now
from ortenaudigital.reporting.attention.queries import Known
from ortenaudigital.reporting.charts.bars import chart_of_arrivals
from ortenaudigital.reporting.forecast.queries import expect
from ortenaudigital.web.organiser.blueprint import open_conflicts, organiser
from ortenaudigital.web.organiser.event.attention.tasks import Task, letters_reach, list_tasks
from ortenaudigital.web.organiser.event.pictures import Season, fillings_of, season_of
from ortenaudigital.web.organiser.event.shares import came_of, origins_of
from ortenaudigital.web.shared.access.guards import needs


@organiser.get("/")
@needs(Permission.EVENT_READ)
def start() -> ResponseReturnValue:
    """Go to the next event, else to the latest; without any, say how to make one."""
    slug = find_current_event(current_user.reach_of(Permission.EVENT_READ), utc_now())
    if slug is None:
        return render_template("organiser/event/start.html", event=None)
    return redirect(url_for("organiser.overview", slug=slug))


@organiser.get("/<slug>/")
@needs(Permission.EVENT_READ)
def overview() -> ResponseReturnValue:
    """Answer: how many booked, how many left, how many in, what needs me now."""
    event = g.event
    now = utc_now()
    day = today(event, now)
    inside, expected = count_in(day)
    ticket_types, exhibitors = list_ticket_types(event), count_exhibitors(event)
    return render_template(
        "organiser/event/overview.html",
        event=event,
        now=now,
        today=day,
        inside=inside,
        expected=expected,
        ticket_types=ticket_types,
        # Those of days among them, so that no day has to ask for its own.
        quotas=list_quotas(event),
        places=capacity_of(ticket_types),
        admissions=count_admissions(event),
        capacity=public_capacities([event], now)[event.id],
        exhibitors=exhibitors,
        tasks=_tasks(event, ticket_types, exhibitors, now),
        proof_until=proof_wanted_until(event.slug, event.proof_of_work, now),
        season=season_of(event, day, now),
        **_pictures(event, ticket_types, now),
    )


def _tasks(
    event: Event,
    ticket_types: Sequence[TicketType],
    exhibitors: dict[str, int],
    now: datetime,
) -> list[Task]:
    known = Known(
        ticket_types=ticket_types,
        conflicts=open_conflicts(event),
        exhibitors=exhibitors,
        agenda=read_agenda(event, local(now, event.timezone).date()),
        free_slots=count_free_slots(event, now),
        letters_of=letters_reach(event),
        user_id=current_user.id,
    )
    return list_tasks(event, known, now)


def _pictures(event: Event, ticket_types: Sequence[TicketType], now: datetime) -> dict[str, Any]:
    counts = list_counts(event, now)
    over = season_of(event, None, now) is Season.AFTER
    filling, by_type = fillings_of(event, ticket_types, now)
    visitors = count_visitors(event)
    people_in = sum(each.number for each in visitors.values())
    return {
        "people_in": people_in,
        "filling": filling,
        "by_type": by_type,
        "origins": origins_of(event, ticket_types),
        "came": came_of(visitors, ticket_types) if over else None,
        "rates": rates_of(counts),
        "forecast": None if over or event.is_cancelled else expect(ticket_types, counts, visitors),
        "arrivals_charts": {day: chart_of_arrivals(each) for day, each in arrivals(event).items()},
    }
