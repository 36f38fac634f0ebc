"""Tell exhibitors where they stand: who is told what, seen before it is sent."""

from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.fair.placement.changing import By
from ortenaudigital.fair.placement.telling import list_untold, tell
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.fair.placing.shown import whose
from ortenaudigital.web.shared.access.guards import actor, needs


@organiser.get("/<slug>/belegung/mitteilen")
@needs(Permission.FAIR_CHANGE)
def telling() -> ResponseReturnValue:
    """Show who would get a letter, and what it would say."""
    untold = list_untold(g.event)
    return render_template("organiser/fair/placing/telling.html", event=g.event, untold=untold)


@organiser.post("/<slug>/belegung/mitteilen")
@needs(Permission.FAIR_CHANGE)
def tell_exhibitors() -> ResponseReturnValue:
    """Write one letter to each who was chosen and does not know yet."""
    chosen: list[UUID] = [each for each in map(whose, request.form.getlist("exhibitor")) if each]
    with transaction():
        number = tell(g.event, chosen, By(utc_now(), actor()))
    words = ngettext("%(num)d Brief geht hinaus.", "%(num)d Briefe gehen hinaus.", number)
    flash(words, "success" if number else "info")
    return redirect(url_for("organiser.placing", slug=g.event.slug), 303)
