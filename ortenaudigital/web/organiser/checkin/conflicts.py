"""Conflicts at the door: what phones without a network decided, and what holds."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.checkin.scans.conflicts import (
    MOST_SHOWN,
    by_device,
    count_conflicts,
    list_conflicts,
)
from ortenaudigital.checkin.sync.changes import settle, settle_all
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.requests.sizes import Size, takes

MOST_DIGITS = 9
# All that the page shows, and what each form holds besides.
CHOICE = Size(fields=MOST_SHOWN + 10)


@organiser.get("/<slug>/einlass/konflikte")
@needs(Permission.CHECKIN_READ)
def conflicts() -> ResponseReturnValue:
    """List the conflicts that are open, or those that were settled, by phone."""
    settled = request.args.get("status") == "settled"
    return _show(settled, None, 200)


def _show(settled: bool, refusal: str | None, status: int) -> ResponseReturnValue:
    event = g.event
    found = list_conflicts(event, settled)
    page = render_template(
        "organiser/checkin/conflicts.html",
        event=event,
        groups=by_device(found),
        shown=len(found),
        counts=count_conflicts(event.slug),
        settled=settled,
        most=MOST_SHOWN,
        refusal=refusal,
    )
    return page, status


@organiser.post("/<slug>/einlass/konflikte/ablegen")
@takes(CHOICE)
@needs(Permission.CHECKIN_CHANGE)
def settle_conflicts() -> ResponseReturnValue:
    """Put several conflicts away as looked at."""
    event = g.event
    ids = {int(each) for each in request.form.getlist("scan") if _is_id(each)}
    if not ids:
        words = gettext("Bitte wählen Sie zuerst Konflikte aus.")
        return _show(False, words, 422)
    with transaction():
        number = settle_all(event, ids, utc_now(), actor())
    words = ngettext("%(num)d Konflikt ist erledigt.", "%(num)d Konflikte sind erledigt.", number)
    flash(words if number else gettext("Diese Konflikte waren schon erledigt."), "success")
    return redirect(url_for("organiser.conflicts", slug=g.event.slug), 303)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS


@organiser.post("/<slug>/einlass/konflikte/<int:scan_id>/erledigt")
@needs(Permission.CHECKIN_CHANGE)
def settle_conflict(scan_id: int) -> ResponseReturnValue:
    """Put a conflict away as looked at."""
    event = g.event
    with transaction():
        is_new = settle(event, scan_id, utc_now(), actor())
    words = gettext("Der Konflikt ist erledigt.")
    flash(words if is_new else gettext("Der Konflikt war schon erledigt."), "success")
    return redirect(url_for("organiser.conflicts", slug=g.event.slug), 303)
