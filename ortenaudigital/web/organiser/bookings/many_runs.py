"""What is being done to many bookings, or was: how far it is, what came of each, and stop it."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.adapters.tables import Table
from ortenaudigital.bookings.bulk.commands import stop
from ortenaudigital.bookings.bulk.exports import outcome_words, outcomes_table, reason_words
from ortenaudigital.bookings.bulk.queries import (
    bookings_of,
    count_outcomes,
    count_waiting,
    get_run,
    list_runs,
    list_steps,
)
from ortenaudigital.bookings.bulk.rules import Outcome
from ortenaudigital.bookings.bulk.undoing import count_undoable
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.handing_out import list_file
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.requests.values import whole_number


@organiser.get("/<slug>/buchungen/vorgaenge")
@needs(Permission.BOOKINGS_READ)
def many_runs() -> ResponseReturnValue:
    """List what was done to many bookings, the latest first."""
    found = list_runs(g.event, request.args.get("nach", None, whole_number))
    return render_template(
        "organiser/bookings/many_runs.html",
        event=g.event,
        found=found,
        waiting=count_waiting(found.rows),
    )


def _outcome() -> Outcome | None:
    return {each.value: each for each in Outcome}.get(request.args.get("status", ""))


@organiser.get("/<slug>/buchungen/viele/<int:run_id>")
@needs(Permission.BOOKINGS_READ)
def many_run(run_id: int) -> ResponseReturnValue:
    """Show how far it is, and what came of it for each booking."""
    run, outcome = get_run(g.event, run_id), _outcome()
    counts = count_outcomes(run)
    number = run.number if outcome is None else counts.get(outcome, 0)
    found = list_steps(run, outcome, request.args.get("nach", None, whole_number), number)
    return render_template(
        "organiser/bookings/many_run.html",
        event=g.event,
        run=run,
        undoable=count_undoable(run),
        counts=counts,
        found=found,
        wanted=outcome,
        bookings=bookings_of(found.rows),
        outcome_words=outcome_words,
        reason_words=reason_words,
    )


@list_file("/<slug>/buchungen/viele/<int:run_id>", "many")
def many_rows(run_id: int) -> Table:
    """Return what came of each booking, on whichever page it is."""
    return outcomes_table(get_run(g.event, run_id), _outcome())


@organiser.post("/<slug>/buchungen/viele/<int:run_id>/anhalten")
@needs(Permission.BOOKINGS_CHANGE)
def stop_many(run_id: int) -> ResponseReturnValue:
    """Leave the rest as it is."""
    with transaction():
        stopped = stop(get_run(g.event, run_id), utc_now(), actor())
    words = gettext("Angehalten. Was schon geschehen ist, bleibt.")
    flash(words if stopped else gettext("Es war schon fertig."), "success")
    return redirect(url_for("organiser.many_run", slug=g.event.slug, run_id=run_id), 303)
