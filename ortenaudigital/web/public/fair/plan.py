"""The floor plan: drawn, and as the list that says the same."""

from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_public_event
from ortenaudigital.guests.fair.drawn import draw_day
from ortenaudigital.guests.fair.floor import Holding, show_floor_plan
from ortenaudigital.kernel.clock import local, utc_now
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.public.fair.exhibitors import read_day
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.pagecache import cached_page


@public.get("/<slug>/plan")
@access(Access.PUBLIC)
def plan(slug: str) -> ResponseReturnValue:
    """Show who stands where on a day, and mark the stand that is looked for."""
    return cached_page(lambda: _page(get_public_event(slug)))


def _page(event: Event) -> str:
    floor_plan, label = show_floor_plan(event), request.args.get("stand", "")[:60]
    found = floor_plan.find(label) if label else None
    day = read_day(event) or _usual_day(event)
    # Who looks for somebody sees a day on which somebody is there.
    if found and not request.args.get("tag") and day not in found[1].holders:
        day = min(found[1].holders, default=day)

    def holder_address(holder: Holding) -> str:
        return url_for("public.exhibitor", slug=event.slug, exhibitor_id=holder.exhibitor_id)

    return render_template(
        "public/fair/plan.html",
        event=event,
        floors=[
            (floor, draw_day(floor, day, holder_address, found[1] if found else None))
            for floor in floor_plan.floors
        ],
        holder_address=holder_address,
        day=day,
        label=label,
        sought=found[1] if found else None,
        sought_in=found[0] if found else None,
    )


def _usual_day(event: Event) -> date:
    """Return today, if the event is on, else its next day."""
    today = local(utc_now(), event.timezone).date()
    return next((day.date for day in event.days if day.date >= today), event.days[-1].date)
