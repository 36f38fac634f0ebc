"""Decide about several exhibitors at once: look at them first, and undo it after."""

from collections.abc import Sequence

from flask import abort, g, render_template, request
from flask.typing import ResponseReturnValue

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.fair.applications.deciding.next_in_line import decide_all
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.organising.board import Line, list_found, read_lines
from ortenaudigital.fair.applications.queries import list_some
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.fair.deciding import DECISIONS, UNDO
from ortenaudigital.web.organiser.fair.exhibitors import chosen_filters
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.requests.sizes import SHEET, takes
from ortenaudigital.web.shared.requests.values import uuid_or_none


@organiser.post("/<slug>/aussteller/auswahl")
@needs(Permission.FAIR_CHANGE)
@takes(SHEET)
def preview_selection() -> ResponseReturnValue:
    """Show whom a decision about several would concern, and whom not."""
    wanted = request.form.get("decision", "")
    if wanted not in DECISIONS:
        abort(400)
    lines = _chosen_lines()
    return render_template(
        "organiser/fair/selection.html",
        event=g.event,
        wanted=wanted,
        concerned=[line for line in lines if line.may_become(DECISIONS[wanted])],
        others=[line for line in lines if not line.may_become(DECISIONS[wanted])],
    ), 200 if lines else 422


def _chosen_lines() -> Sequence[Line]:
    today = g.event.last_day.date
    if "alle" in request.form:
        # On whichever page of the list they stand.
        return list_found(g.event, chosen_filters(g.event), today)
    chosen = set(request.form.getlist("exhibitor"))
    return [line for line in read_lines(g.event, today) if str(line.id) in chosen]


@organiser.post("/<slug>/aussteller/auswahl/entscheiden")
@needs(Permission.FAIR_CHANGE)
@takes(SHEET)
def decide_selection() -> ResponseReturnValue:
    """Decide alike about all that were looked at, or undo it; say whom it did not reach."""
    wanted = request.form.get("decision", "")
    if wanted != UNDO and wanted not in DECISIONS:
        abort(400)
    collected = "gesammelt" in request.form
    with transaction():
        state = DECISIONS.get(wanted)
        outcome = decide_all(_chosen(), state, utc_now(), actor(), collected)
    return render_template(
        "organiser/fair/selected.html",
        event=g.event,
        wanted=wanted,
        outcome=outcome,
        refused=[(each.name, words_of(each.error)) for each in outcome.refused],
        collected=collected,
    )


def _chosen() -> Sequence[Exhibitor]:
    ids = [uuid_or_none(each) for each in request.form.getlist("exhibitor")]
    return list_some(g.event, [each for each in ids if each is not None])
