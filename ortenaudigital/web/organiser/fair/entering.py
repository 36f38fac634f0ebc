"""Enter an exhibitor who called or came by."""

from flask import flash, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.fair.applications.organising.entering import enter
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.fair.entering_form import EnteringForm
from ortenaudigital.web.organiser.fair.exhibitors import back_to_exhibitor
from ortenaudigital.web.shared.access.guards import actor, needs


@organiser.get("/<slug>/aussteller/neu")
@needs(Permission.FAIR_CHANGE)
def enter_exhibitor() -> ResponseReturnValue:
    """Ask who it is."""
    return _page(EnteringForm())


@organiser.post("/<slug>/aussteller/neu")
@needs(Permission.FAIR_CHANGE)
def store_entered_exhibitor() -> ResponseReturnValue:
    """Store it, and show it to be decided about."""
    form = EnteringForm()
    if not form.validate():
        return _page(form), 422
    with transaction():
        exhibitor = enter(g.event, form.application(), utc_now(), actor())
    flash(gettext("Eingetragen. Jetzt können Sie über die Bewerbung entscheiden."), "success")
    return back_to_exhibitor(exhibitor.id)


def _page(form: EnteringForm) -> str:
    return render_template("organiser/fair/enter.html", event=g.event, form=form)
