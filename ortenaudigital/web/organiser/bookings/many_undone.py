"""Take back what was done to many bookings: look at what would come of it, begin it."""

from uuid import uuid4

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.bookings.bulk.commands import Wanted, begin
from ortenaudigital.bookings.bulk.errors import OtherNumber
from ortenaudigital.bookings.bulk.models import BulkRun
from ortenaudigital.bookings.bulk.queries import get_run
from ortenaudigital.bookings.bulk.undoing import can_be_undone, preview_undo, select_undoable
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.bookings.many import sent_id
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.requests.values import whole_number


@organiser.get("/<slug>/buchungen/viele/<int:run_id>/zuruecknehmen")
@needs(Permission.BOOKINGS_CHANGE)
def undo_many(run_id: int) -> ResponseReturnValue:
    """Say how many bookings would be valid again, and for how many places are missing."""
    run = get_run(g.event, run_id)
    return _page(run) if can_be_undone(run) else _run(run.id)


def _page(run: BulkRun, refusal: str = "") -> str:
    return render_template(
        "organiser/bookings/many_undone.html",
        event=g.event,
        run=run,
        preview=preview_undo(g.event, run),
        request_id=uuid4(),
        refusal=refusal,
    )


def _run(run_id: int) -> ResponseReturnValue:
    return redirect(url_for("organiser.many_run", slug=g.event.slug, run_id=run_id), 303)


@organiser.post("/<slug>/buchungen/viele/<int:run_id>/zuruecknehmen")
@needs(Permission.BOOKINGS_CHANGE)
def begin_undo(run_id: int) -> ResponseReturnValue:
    """Settle which bookings shall be valid again, and leave it to the worker."""
    run = get_run(g.event, run_id)
    if not can_be_undone(run):
        return _run(run.id)
    number = request.form.get("number", 0, whole_number) or 0
    wanted = Wanted(run.deed, select_undoable(run), number, sent_id(request.form), undoes=run)
    try:
        with transaction():
            begun = begin(g.event, wanted, utc_now(), actor())
    except OtherNumber as error:
        return _page(get_run(g.event, run_id), words_of(error)), 409
    return _run(begun)
