"""Invite exhibitors of earlier events again: who, looked at before it is sent."""

from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.fair.applications.drafts.inviting import invite_again, list_former
from ortenaudigital.fair.applications.errors import ApplicationsClosed
from ortenaudigital.fair.applications.queries import takes_applications
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.requests.values import uuid_or_none


@organiser.get("/<slug>/aussteller/wieder-einladen")
@needs(Permission.FAIR_CHANGE)
def former_exhibitors() -> ResponseReturnValue:
    """List who exhibited before and is not asked yet."""
    return _page()


def _page(refusal: str | None = None) -> str:
    return render_template(
        "organiser/fair/former.html",
        event=g.event,
        former=list_former(g.event),
        open=takes_applications(g.event, utc_now()),
        refusal=refusal,
    )


@organiser.post("/<slug>/aussteller/wieder-einladen")
@needs(Permission.FAIR_CHANGE)
def invite_former() -> ResponseReturnValue:
    """Write to those who were chosen."""
    ids = map(uuid_or_none, request.form.getlist("exhibitor"))
    chosen: list[UUID] = [each for each in ids if each]
    try:
        with transaction():
            number = invite_again(g.event, chosen, utc_now(), actor())
    except ApplicationsClosed as error:
        return _page(words_of(error)), 409
    words = ngettext("%(num)d Brief geht hinaus.", "%(num)d Briefe gehen hinaus.", number)
    flash(words, "success" if number else "info")
    return redirect(url_for("organiser.former_exhibitors", slug=g.event.slug), 303)
