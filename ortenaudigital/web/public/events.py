"""The pages of an event that everyone may see."""

from collections.abc import Sequence
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import (
    find_flagship,
    get_public_event,
    list_past_events,
    list_upcoming_events,
    public_capacities,
)
from ortenaudigital.events.series.queries import agenda_of
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.pictures.queries import PictureFacts, list_facts
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.pagecache import cached_page
from ortenaudigital.web.shared.event_page import event_page, opening


@public.get("/")
@access(Access.PUBLIC)
def home() -> ResponseReturnValue:
    """Show the upcoming events; with one, go straight to it."""
    now = utc_now()
    upcoming = list_upcoming_events(now)
    if len(upcoming) == 1:
        return redirect(url_for("public.event", slug=upcoming[0].slug))
    capacities = public_capacities(upcoming, now)
    flagship = find_flagship(upcoming, capacities)
    return render_template(
        "public/home.html",
        upcoming=upcoming,
        others=[each for each in agenda_of(upcoming) if each.series or each.first is not flagship],
        flagship=flagship,
        past=list_past_events(now),
        pictures=_pictures(upcoming),
        capacities=capacities,
        openings={event.id: opening(event, now) for event in upcoming},
    )


def _pictures(events: Sequence[Event]) -> dict[UUID, PictureFacts]:
    ids = [event.picture_id for event in events if event.picture_id]
    return list_facts(ids) if ids else {}


@public.get("/<slug>/")
@access(Access.PUBLIC)
def event(slug: str) -> ResponseReturnValue:
    """Show what, when, where, and how many places are left."""
    return cached_page(lambda: event_page(get_public_event(slug)))
