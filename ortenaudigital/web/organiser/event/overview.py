"""The start page of an event: figures, pictures, and what needs the organiser now."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.bookings.queries import bookings_per_day
from ortenaudigital.checkin.queries import (
    arrivals,
    count_admissions,
    count_in,
    count_people_in,
    today,
)
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import (
    get_event,
    list_past_events,
    list_ticket_types,
    list_upcoming_events,
    public_capacities,
)
from ortenaudigital.fair.queries import count_exhibitors, list_free_slots
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.outbox.queries import count_letters
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.charts import chart_of_arrivals, chart_of_days
from ortenaudigital.web.shared.guards import Access, access


@organiser.get("/")
@access(Access.ORGANISER)
def start() -> ResponseReturnValue:
    """Go to the next event, else to the latest; without any, say how to make one."""
    now = utc_now()
    events = [*list_upcoming_events(now), *list_past_events(now)]
    if not events:
        return render_template("organiser/start.html", event=None)
    return redirect(url_for("organiser.overview", slug=events[0].slug))


@organiser.get("/<slug>/")
@access(Access.ORGANISER)
def overview(slug: str) -> ResponseReturnValue:
    """Answer: how many booked, how many left, how many in, what needs me now."""
    event = get_event(slug)
    now = utc_now()
    day = today(event, now)
    inside, expected = count_in(day)
    return render_template(
        "organiser/overview.html",
        event=event,
        now=now,
        today=day,
        inside=inside,
        expected=expected,
        ticket_types=list_ticket_types(event),
        admissions=count_admissions(event),
        people_in=count_people_in(event),
        capacity=public_capacities([event], now)[event.id],
        exhibitors=count_exhibitors(event),
        free_slots=len(list_free_slots(event)),
        letters=count_letters(),
        **_pictures(event),
    )


def _pictures(event: Event) -> dict[str, Any]:
    per_day = bookings_per_day(event)
    return {
        "bookings_per_day": per_day,
        "bookings_chart": chart_of_days(per_day),
        "arrivals_charts": {day: chart_of_arrivals(each) for day, each in arrivals(event).items()},
    }
