"""What browsers and search engines ask for by fixed names."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from ortenaudigital.events.queries import list_past_events, list_upcoming_events
from ortenaudigital.events.series.queries import agenda_of
from ortenaudigital.fair.applications.queries import find_taking_applications
from ortenaudigital.guests.fair.reading import list_published
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.assets import asset_file


@public.get("/robots.txt")
@access(Access.PUBLIC)
def robots() -> ResponseReturnValue:
    """Keep search engines from what is no page for everyone, and name the map."""
    # Pages behind secret links are not listed: their header forbids it, and must be read for that.
    lines = ["User-agent: *", "Disallow: /orga/", "Disallow: /einlass/", ""]
    lines.append(f"Sitemap: {current_app.config['BASE_URL']}/sitemap.xml")
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@public.get("/sitemap.xml")
@access(Access.PUBLIC)
def sitemap() -> ResponseReturnValue:
    """List the public pages."""
    now = utc_now()
    upcoming = list_upcoming_events(now)
    page = render_template(
        "public/sharing/sitemap.xml",
        upcoming=upcoming,
        series=[each.series for each in agenda_of(upcoming) if each.series],
        past=list_past_events(now),
        fairs=list_published([event.id for event in upcoming]),
        applications=find_taking_applications(upcoming, now),
    )
    return Response(page, mimetype="application/xml")


@public.get("/favicon.ico")
@access(Access.PUBLIC)
def favicon() -> ResponseReturnValue:
    """Hand out the icon to those who ask without having read a page."""
    answer = Response(asset_file("img/app-icon-48.png").read_bytes(), mimetype="image/png")
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer
