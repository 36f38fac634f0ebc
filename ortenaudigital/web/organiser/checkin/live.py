"""The door while it is open: who came, how the phones fare, and what was done by hand."""

from datetime import datetime, timedelta
from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.checkin.queries import arrivals, today
from ortenaudigital.checkin.reports.attendance import (
    attendance,
    count_since,
    list_deeds,
    list_health,
    list_inside,
)
from ortenaudigital.events.models import Day, Event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.reporting.charts.bars import chart_of_arrivals
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.checkin.door_days import day_of, day_to_watch
from ortenaudigital.web.shared.access.guards import needs
from ortenaudigital.web.shared.answers.app_version import app_version

PACE = timedelta(minutes=10)
FEW = 5


@organiser.get("/<slug>/einlass")
@needs(Permission.CHECKIN_READ)
def live() -> ResponseReturnValue:
    """Show how the door stands on one day; the page fetches itself anew while it is looked at."""
    event = g.event
    now = utc_now()
    wanted = request.args.get("tag", "")
    day = day_of(event, wanted) if wanted else day_to_watch(event, now)
    return render_template("organiser/checkin/live.html", event=event, **_figures(event, day, now))


def _figures(event: Event, day: Day, now: datetime) -> dict[str, Any]:
    return {
        "now": now,
        "day": day,
        "is_today": day is today(event, now),
        "is_open": day.opens_at <= now < day.closes_at,
        "attendance": attendance(event),
        "inside": list_inside(day),
        "pace": count_since(day, now - PACE),
        "chart": chart_of_arrivals(arrivals(event)[day.id]),
        "devices": list_health(event, app_version(), now),
        "deeds": list_deeds(event, day, FEW),
        "few": FEW,
    }


@organiser.get("/<slug>/einlass/<date>/protokoll")
@needs(Permission.CHECKIN_READ)
def door_log(date: str) -> ResponseReturnValue:
    """List what helpers did by hand on a day, with their reasons."""
    event = g.event
    day = day_of(event, date)
    return render_template(
        "organiser/checkin/door_log.html", event=event, day=day, deeds=list_deeds(event, day)
    )
