"""The page of a series: what it is about, and its dates."""

from flask import render_template
from flask.typing import ResponseReturnValue

from ortenaudigital.events.queries import public_capacities
from ortenaudigital.events.series.queries import get_series, list_public_dates
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.pagecache import cached_page
from ortenaudigital.web.shared.event_page import opening


@public.get("/reihe/<series>/")
@access(Access.PUBLIC)
def series(series: str) -> ResponseReturnValue:
    """Show what a series is about, and on which dates there are places left."""
    return cached_page(lambda: _page(series))


def _page(name: str) -> str:
    found, now = get_series(name), utc_now()
    dates = list_public_dates(found, now)
    return render_template(
        "public/series/series.html",
        series=found,
        dates=dates,
        capacities=public_capacities(dates, now),
        openings={event.id: opening(event, now) for event in dates},
    )
