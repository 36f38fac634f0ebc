"""Exhibitors and stands: decide on applications, give stands away, take them back."""

from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.audit.commands import list_entries
from ortenaudigital.fair.applications.commands import decide
from ortenaudigital.fair.applications.errors import UnknownExhibitor
from ortenaudigital.fair.applications.links import portal_url
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.queries import (
    count_exhibitors,
    get_exhibitor,
    search_exhibitors,
)
from ortenaudigital.fair.applications.rules import confirm_until
from ortenaudigital.fair.inventory.queries import get_slot
from ortenaudigital.fair.placement.commands import assign, take_back
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.outbox.queries import list_letters_about
from ortenaudigital.web.organiser.blueprint import kept_filters, organiser
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import status_of, words_of
from ortenaudigital.web.shared.requests.values import whole_number


def _exhibitor(exhibitor_id: UUID) -> Exhibitor:
    event = g.event
    exhibitor = get_exhibitor(exhibitor_id)
    if exhibitor.event_id != event.id:
        raise UnknownExhibitor()
    return exhibitor


def _back(exhibitor_id: UUID) -> ResponseReturnValue:
    return redirect(
        url_for(
            "organiser.exhibitor", slug=g.event.slug, exhibitor_id=exhibitor_id, **kept_filters()
        ),
        303,
    )


@organiser.get("/<slug>/aussteller")
@needs(Permission.FAIR_READ)
def exhibitors() -> ResponseReturnValue:
    """List who applied; the filters are in the address."""
    event = g.event
    words = request.args.get("q", "").strip()
    state = request.args.get("status", "")
    return render_template(
        "organiser/fair/exhibitors.html",
        event=event,
        found=search_exhibitors(event, words, state, request.args.get("seite", 1, whole_number)),
        words=words,
        counts=count_exhibitors(event),
        state=state,
    )


@organiser.get("/<slug>/aussteller/<uuid:exhibitor_id>")
@needs(Permission.FAIR_READ)
def exhibitor(exhibitor_id: UUID) -> ResponseReturnValue:
    """Show one exhibitor, and what can be decided."""
    return _show(_exhibitor(exhibitor_id), None, 200)


def _show(exhibitor: Exhibitor, refusal: str | None, status: int) -> ResponseReturnValue:
    page = render_template(
        "organiser/fair/exhibitor.html",
        event=exhibitor.event,
        exhibitor=exhibitor,
        portal_url=portal_url(exhibitor.id),
        free_slots=list_free_slots(exhibitor.event),
        letters=list_letters_about(str(exhibitor.id)),
        history=list_entries(exhibitor.id),
        refusal=refusal,
        confirm_until=confirm_until(exhibitor.applied_at),
    )
    return page, status


@organiser.post("/<slug>/aussteller/<uuid:exhibitor_id>/entscheiden")
@needs(Permission.FAIR_CHANGE)
def decide_exhibitor(exhibitor_id: UUID) -> ResponseReturnValue:
    """Accept an exhibitor or turn them down."""
    exhibitor = _exhibitor(exhibitor_id)
    accept = request.form.get("decision") == "accept"
    try:
        with transaction():
            decide(exhibitor, accept, utc_now(), actor())
    except DomainError as error:
        return _show(exhibitor, words_of(error), status_of(error))
    words = gettext("Angenommen. Die Zusage geht gleich hinaus.")
    flash(words if accept else gettext("Abgelehnt. Die Absage geht gleich hinaus."), "success")
    return _back(exhibitor_id)


@organiser.post("/<slug>/aussteller/<uuid:exhibitor_id>/stand")
@needs(Permission.FAIR_CHANGE)
def assign_slot(exhibitor_id: UUID) -> ResponseReturnValue:
    """Give a stand on a day to the exhibitor; if it is somebody's, say whose."""
    exhibitor = _exhibitor(exhibitor_id)
    slot_id = request.form.get("slot", 0, whole_number)
    try:
        with transaction():
            assign(get_slot(exhibitor.event, slot_id), exhibitor, utc_now(), actor())
    except DomainError as error:
        return _show(exhibitor, words_of(error), status_of(error))
    flash(
        gettext(
            "Der Stand ist vergeben. Der Aussteller erfährt es, sobald Sie auf der Seite "
            "Belegung „Mitteilen“ wählen."
        ),
        "success",
    )
    return _back(exhibitor_id)


@organiser.post("/<slug>/aussteller/<uuid:exhibitor_id>/stand/zuruecknehmen")
@needs(Permission.FAIR_CHANGE)
def take_back_slot(exhibitor_id: UUID) -> ResponseReturnValue:
    """Take a stand back, so that it is free again."""
    exhibitor = _exhibitor(exhibitor_id)
    slot_id = request.form.get("slot", 0, whole_number)
    with transaction():
        take_back(get_slot(exhibitor.event, slot_id), exhibitor, utc_now(), actor())
    flash(gettext("Der Stand ist wieder frei."), "success")
    return _back(exhibitor_id)
