"""Conflicts at the door: what phones without a network decided, and what holds."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.checkin.changes import settle
from ortenaudigital.checkin.conflicts import MOST_SHOWN, count_conflicts, list_conflicts
from ortenaudigital.clock import utc_now
from ortenaudigital.db import transaction
from ortenaudigital.events.queries import get_event
from ortenaudigital.web.guards import Access, access, actor
from ortenaudigital.web.organiser.blueprint import organiser


@organiser.get("/<slug>/einlass/konflikte")
@access(Access.ORGANISER)
def conflicts(slug: str) -> ResponseReturnValue:
    """List the conflicts that are open, or those that were settled."""
    event = get_event(slug)
    settled = request.args.get("status") == "settled"
    return render_template(
        "organiser/conflicts.html",
        event=event,
        conflicts=list_conflicts(event, settled),
        counts=count_conflicts(slug),
        settled=settled,
        most=MOST_SHOWN,
    )


@organiser.post("/<slug>/einlass/konflikte/<int:scan_id>/erledigt")
@access(Access.ORGANISER)
def settle_conflict(slug: str, scan_id: int) -> ResponseReturnValue:
    """Put a conflict away as looked at."""
    event = get_event(slug)
    with transaction():
        is_new = settle(event, scan_id, utc_now(), actor())
    words = gettext("Der Konflikt ist erledigt.")
    flash(words if is_new else gettext("Der Konflikt war schon erledigt."), "success")
    return redirect(url_for("organiser.conflicts", slug=slug), 303)
