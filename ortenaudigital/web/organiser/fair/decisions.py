"""Decide about exhibitors: one after the other, one by itself, and tell all at once."""

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.fair.applications.deciding.decisions import list_untold
from ortenaudigital.fair.applications.deciding.next_in_line import find_next
from ortenaudigital.fair.applications.organising.board import twins_of
from ortenaudigital.fair.applications.queries import find_need, list_wanted_days
from ortenaudigital.fair.placement.changing import By
from ortenaudigital.fair.placement.telling import tell
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.pictures.queries import find_facts
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.fair.deciding import UNDO, carry_out, words_about
from ortenaudigital.web.organiser.fair.exhibitors import (
    back_to_exhibitor,
    exhibitor_of_event,
    show_exhibitor,
)
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import status_of, words_of
from ortenaudigital.web.shared.requests.values import uuid_or_none


@organiser.post("/<slug>/aussteller/<uuid:exhibitor_id>/entscheiden")
@needs(Permission.FAIR_CHANGE)
def decide_exhibitor(exhibitor_id: UUID) -> ResponseReturnValue:
    """Accept an exhibitor, put them on the wait list or turn them down; or undo that."""
    exhibitor = exhibitor_of_event(exhibitor_id)
    wanted = request.form.get("decision", "")
    try:
        with transaction():
            carry_out(exhibitor, wanted, collected="gesammelt" in request.form)
    except DomainError as error:
        return show_exhibitor(exhibitor, words_of(error), status_of(error))
    flash(words_about(wanted), "success")
    return back_to_exhibitor(exhibitor_id)


@organiser.get("/<slug>/aussteller/entscheiden")
@needs(Permission.FAIR_CHANGE)
def next_exhibitor() -> ResponseReturnValue:
    """Show the application that waits longest, or that comes after another one."""
    return _show_next(None, 200)


def _show_next(refusal: str | None, status: int) -> ResponseReturnValue:
    event = g.event
    after = uuid_or_none(request.args.get("nach", ""))
    found = find_next(event, after or uuid_or_none(request.args.get("ab", "")), after=bool(after))
    exhibitor = found.exhibitor
    page = render_template(
        "organiser/fair/decide.html",
        event=event,
        found=found,
        exhibitor=exhibitor,
        need=find_need(exhibitor.id) if exhibitor else None,
        wanted=list_wanted_days(exhibitor.id) if exhibitor else [],
        picture_facts=find_facts(exhibitor.logo_id) if exhibitor else None,
        twins=twins_of(exhibitor) if exhibitor else (),
        last=uuid_or_none(request.args.get("zuletzt", "")),
        collected="gesammelt" in request.args,
        untold=len(list_untold(event)),
        refusal=refusal,
    )
    return page, status


@organiser.post("/<slug>/aussteller/<uuid:exhibitor_id>/entscheiden/weiter")
@needs(Permission.FAIR_CHANGE)
def decide_in_line(exhibitor_id: UUID) -> ResponseReturnValue:
    """Decide about one and show the next, or undo the last and show it again."""
    exhibitor = exhibitor_of_event(exhibitor_id)
    wanted = request.form.get("decision", "")
    collected = "gesammelt" in request.form
    try:
        with transaction():
            carry_out(exhibitor, wanted, collected=collected)
    except DomainError as error:
        return _show_next(f"{exhibitor.name}: {words_of(error)}", status_of(error))
    flash(f"{exhibitor.name}: {words_about(wanted)}", "success")
    values: dict[str, Any] = {"gesammelt": 1} if collected else {}
    if wanted == UNDO:
        values |= {"ab": exhibitor_id}
    else:
        values |= {"nach": exhibitor_id, "zuletzt": exhibitor_id}
    return redirect(url_for("organiser.next_exhibitor", slug=g.event.slug, **values), 303)


@organiser.post("/<slug>/aussteller/mitteilen")
@needs(Permission.FAIR_CHANGE)
def tell_all_decisions() -> ResponseReturnValue:
    """Write the letters about all decisions that wait to be told."""
    with transaction():
        number = tell(g.event, list_untold(g.event), By(utc_now(), actor()))
    told = ngettext("Ein Brief geht hinaus.", "%(num)d Briefe gehen hinaus.", number)
    nothing = gettext("Alle Entscheidungen sind schon mitgeteilt.")
    flash(told if number else nothing, "success")
    return redirect(url_for("organiser.exhibitors", slug=g.event.slug), 303)
