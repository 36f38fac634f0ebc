"""Passes of exhibitors, as organisers see them: how many each may have, and badges to print."""

from uuid import UUID

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.adapters.tables import Column, Table
from ortenaudigital.events.models import Event
from ortenaudigital.exports.commands import note_ordered
from ortenaudigital.fair.applications.queries import get_exhibitor
from ortenaudigital.fair.portal.badges.documents import BADGES
from ortenaudigital.fair.portal.badges.rules import Layout
from ortenaudigital.fair.portal.passes.commands import grant_passes
from ortenaudigital.fair.portal.passes.errors import StillNamed
from ortenaudigital.fair.portal.passes.queries import PassCount, list_pass_counts, pass_types
from ortenaudigital.fair.portal.passes.rules import MOST_PASSES
from ortenaudigital.jobs.commands import request_job
from ortenaudigital.jobs.errors import UnknownJob
from ortenaudigital.jobs.queries import get_job, list_jobs
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.handing_out import list_file
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.language import current_language
from ortenaudigital.web.shared.requests.values import whole_number


def _scope(event: Event) -> str:
    return f"event:{event.id}"


@organiser.get("/<slug>/ausweise")
@needs(Permission.FAIR_READ)
def passes() -> ResponseReturnValue:
    """List how many passes the exhibitors may have and have, and the badges that were made."""
    return _show({})


@list_file("/<slug>/ausweise", "passes", Permission.FAIR_CHANGE)
def passes_rows() -> Table:
    """Return how many passes each exhibitor may have and has."""
    return Table(
        f"ausweise-{g.event.slug}",
        [
            Column(gettext("Aussteller"), lambda row: row.name),
            Column(gettext("Namen eingetragen"), lambda row: row.used),
            Column(gettext("Bewilligt"), lambda row: row.granted),
        ],
        list_pass_counts(g.event),
    )


def _show(faults: dict[UUID, str]) -> str:
    event = g.event
    return render_template(
        "organiser/fair/passes.html",
        event=event,
        counts=list_pass_counts(event),
        types=pass_types(event),
        jobs=list_jobs(_scope(event), BADGES),
        most=MOST_PASSES,
        faults=faults,
        typed=request.form,
    )


@organiser.post("/<slug>/ausweise")
@needs(Permission.FAIR_CHANGE)
def grant() -> ResponseReturnValue:
    """Say how many passes each exhibitor may have; what is wrong stands beside its number."""
    faults, changed = dict[UUID, str](), 0
    for row in list_pass_counts(g.event):
        fault, new = _grant(row)
        changed += new
        if fault:
            faults[row.exhibitor_id] = fault
    if faults:
        return _show(faults), 422
    words = ngettext(
        "Ein Aussteller hat eine andere Zahl von Ausweisen.",
        "%(num)d Aussteller haben eine andere Zahl von Ausweisen.",
        changed,
    )
    flash(words if changed else gettext("Es war schon so: Es wurde nichts geändert."), "success")
    return _back()


def _grant(row: PassCount) -> tuple[str, bool]:
    """Store the number that stands in the form, if any; return what is wrong with it."""
    typed = request.form.get(f"number-{row.exhibitor_id}", "").strip()
    number = request.form.get(f"number-{row.exhibitor_id}", -1, whole_number)
    if not typed or number == row.granted:
        return "", False
    if not 0 <= number <= MOST_PASSES:
        return gettext("Bitte geben Sie eine Zahl von 0 bis %(most)d an.", most=MOST_PASSES), False
    try:
        with transaction():
            exhibitor = get_exhibitor(row.exhibitor_id)
            return "", grant_passes(exhibitor, number, utc_now(), actor())
    except StillNamed as error:
        return words_of(error), False


@organiser.post("/<slug>/ausweise/namensschilder")
@needs(Permission.FAIR_CHANGE)
def order_badges() -> ResponseReturnValue:
    """Have the worker make the badges of all exhibitors, or of those that are ticked."""
    event = g.event
    known = {str(row.exhibitor_id) for row in list_pass_counts(event) if row.used}
    chosen = sorted(known & set(request.form.getlist("exhibitor")))
    if request.form.get("which") == "chosen" and not chosen:
        flash(gettext("Bitte haken Sie an, wessen Namensschilder Sie brauchen."), "warning")
        return _back()
    layout = Layout.A6 if request.form.get("layout") == Layout.A6 else Layout.A4
    subject = {"event": str(event.id), "layout": str(layout), "language": current_language()}
    if request.form.get("which") == "chosen":
        subject["exhibitors"] = " ".join(chosen)
    with transaction():
        request_job(BADGES, _scope(event), subject, current_language(), utc_now())
        note_ordered(BADGES, event.id, utc_now(), actor())
    return _back()


@organiser.get("/<slug>/ausweise/namensschilder/<int:badges_id>.pdf")
@needs(Permission.FAIR_CHANGE)
def made_badges(badges_id: int) -> ResponseReturnValue:
    """Hand out badges that were made."""
    job = get_job(_scope(g.event), BADGES, badges_id)
    if job.result is None:
        raise UnknownJob()
    headers = {"Content-Disposition": f'inline; filename="{job.filename}"'}
    return Response(job.result, mimetype=job.mimetype, headers=headers)


def _back() -> ResponseReturnValue:
    return redirect(url_for("organiser.passes", slug=g.event.slug), 303)
