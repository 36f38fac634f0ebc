"""Enter an exhibitor who called or came by."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.fair.applications.organising.entering import enter
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.fair.entry.entering_form import EnteringForm
from ortenaudigital.web.shared.access.guards import actor, needs


@organiser.get("/<slug>/aussteller/neu")
@needs(Permission.FAIR_CHANGE)
def enter_exhibitor() -> ResponseReturnValue:
    """Ask who it is."""
    return _page(EnteringForm())


@organiser.post("/<slug>/aussteller/neu")
@needs(Permission.FAIR_CHANGE)
def store_entered_exhibitor() -> ResponseReturnValue:
    """Store it, and ask what it needs, which it is decided and placed by."""
    form = EnteringForm()
    if not form.validate():
        return _page(form), 422
    with transaction():
        exhibitor = enter(g.event, form.application(), utc_now(), actor())
    flash(gettext("Eingetragen. Was braucht dieser Aussteller?"), "success")
    here = url_for("organiser.exhibitor_needs", slug=g.event.slug, exhibitor_id=exhibitor.id)
    return redirect(here, 303)


def _page(form: EnteringForm) -> str:
    return render_template("organiser/fair/entry/enter.html", event=g.event, form=form)
