"""Closing an event: what is still to be done, ticked by itself where it can be known."""

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField
from wtforms.validators import AnyOf

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.audit.commands import list_entries
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import NotFound
from ortenaudigital.reporting.closing.commands import tick, untick
from ortenaudigital.reporting.closing.queries import list_tasks
from ortenaudigital.reporting.closing.rules import BY_HAND, Step
from ortenaudigital.reporting.closing.words import title_of
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.forms import Form

# Where a thing is done.
PLACES = {
    Step.PHONES: "devices",
    Step.THANKS: "event_letters",
    Step.EXHIBITORS: "exhibitors",
    Step.REPORT: "council_report",
}


class TickForm(Form):
    """Which thing, and whether it is done."""

    step = HiddenField(validators=[AnyOf([each.value for each in BY_HAND])])
    done = HiddenField(validators=[AnyOf(["yes", "no"])])


@organiser.get("/<slug>/abschluss")
@needs(Permission.EVENT_READ)
def closing() -> ResponseReturnValue:
    """Show what belongs to the closing of the event, and how far it is."""
    entries = list_entries(f"event:{g.event.id}")
    ticked = [each for each in entries if each.action == "events.closing_ticked"]
    return render_template(
        "organiser/event/closing.html",
        event=g.event,
        tasks=list_tasks(g.event, utc_now()),
        title_of=title_of,
        places=PLACES,
        who={each.details["step"]: each.actor for each in ticked},
    )


@organiser.post("/<slug>/abschluss")
@needs(Permission.EVENT_CHANGE)
def tick_closing() -> ResponseReturnValue:
    """Note that a thing is done, or is not after all."""
    form = TickForm()
    if not form.validate():
        raise NotFound()
    change = tick if form.done.data == "yes" else untick
    with transaction():
        change(g.event, Step(form.step.data), utc_now(), actor())
    return redirect(url_for("organiser.closing", slug=g.event.slug), 303)
