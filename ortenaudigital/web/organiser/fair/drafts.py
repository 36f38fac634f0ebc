"""Drafts of applications, for organisers: that there are some, and nothing that was typed."""

from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.fair.applications.drafts.commands import DRAFT_KEPT, discard_draft, list_drafts
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.guards import actor, needs


@organiser.get("/<slug>/aussteller/entwuerfe")
@needs(Permission.FAIR_CHANGE)
def application_drafts() -> ResponseReturnValue:
    """List the drafts: whose address, when changed, how long they are kept."""
    return render_template(
        "organiser/fair/drafts.html", event=g.event, drafts=list_drafts(g.event), kept=DRAFT_KEPT
    )


@organiser.post("/<slug>/aussteller/entwuerfe/<uuid:draft_id>/verwerfen")
@needs(Permission.FAIR_CHANGE)
def discard_application_draft(draft_id: UUID) -> ResponseReturnValue:
    """Discard a draft, as its owner asked for."""
    with transaction():
        discard_draft(g.event, draft_id, utc_now(), actor())
    flash(gettext("Der Entwurf ist verworfen."), "success")
    return redirect(url_for("organiser.application_drafts", slug=g.event.slug), 303)
