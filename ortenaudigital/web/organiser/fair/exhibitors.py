"""Exhibitors and stands: decide on applications, give stands away, take them back."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.events.queries import get_event
from ortenaudigital.fair.commands import assign, decide, take_back
from ortenaudigital.fair.errors import UnknownExhibitor
from ortenaudigital.fair.links import portal_url
from ortenaudigital.fair.models import Exhibitor
from ortenaudigital.fair.queries import (
    count_exhibitors,
    get_exhibitor,
    get_slot,
    list_free_slots,
    list_stands,
    search_exhibitors,
)
from ortenaudigital.fair.rules import confirm_until
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.outbox.queries import list_letters_about
from ortenaudigital.web.organiser.blueprint import kept_filters, organiser
from ortenaudigital.web.shared.errors import status_of, words_of
from ortenaudigital.web.shared.guards import Access, access, actor
from ortenaudigital.web.shared.values import whole_number


def _exhibitor(slug: str, exhibitor_id: UUID) -> Exhibitor:
    event = get_event(slug)
    exhibitor = get_exhibitor(exhibitor_id)
    if exhibitor.event_id != event.id:
        raise UnknownExhibitor()
    return exhibitor


def _back(slug: str, exhibitor_id: UUID) -> ResponseReturnValue:
    return redirect(
        url_for("organiser.exhibitor", slug=slug, exhibitor_id=exhibitor_id, **kept_filters()), 303
    )


@organiser.get("/<slug>/aussteller")
@access(Access.ORGANISER)
def exhibitors(slug: str) -> ResponseReturnValue:
    """List who applied; the filters are in the address."""
    event = get_event(slug)
    words = request.args.get("q", "").strip()
    state = request.args.get("status", "")
    return render_template(
        "organiser/exhibitors.html",
        event=event,
        found=search_exhibitors(event, words, state, request.args.get("seite", 1, whole_number)),
        words=words,
        counts=count_exhibitors(event),
        state=state,
    )


@organiser.get("/<slug>/aussteller/<uuid:exhibitor_id>")
@access(Access.ORGANISER)
def exhibitor(slug: str, exhibitor_id: UUID) -> ResponseReturnValue:
    """Show one exhibitor, and what can be decided."""
    return _show(_exhibitor(slug, exhibitor_id), None, 200)


def _show(exhibitor: Exhibitor, refusal: str | None, status: int) -> ResponseReturnValue:
    page = render_template(
        "organiser/exhibitor.html",
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
@access(Access.ORGANISER)
def decide_exhibitor(slug: str, exhibitor_id: UUID) -> ResponseReturnValue:
    """Accept an exhibitor or turn them down."""
    exhibitor = _exhibitor(slug, exhibitor_id)
    accept = request.form.get("decision") == "accept"
    try:
        with transaction():
            decide(exhibitor, accept, utc_now(), actor())
    except DomainError as error:
        return _show(exhibitor, words_of(error), status_of(error))
    words = gettext("Angenommen. Die Zusage geht gleich hinaus.")
    flash(words if accept else gettext("Abgelehnt. Die Absage geht gleich hinaus."), "success")
    return _back(slug, exhibitor_id)


@organiser.post("/<slug>/aussteller/<uuid:exhibitor_id>/stand")
@access(Access.ORGANISER)
def assign_slot(slug: str, exhibitor_id: UUID) -> ResponseReturnValue:
    """Give a stand on a day to the exhibitor; if it is somebody's, say whose."""
    exhibitor = _exhibitor(slug, exhibitor_id)
    slot_id = request.form.get("slot", 0, whole_number)
    try:
        with transaction():
            assign(get_slot(exhibitor.event, slot_id), exhibitor, utc_now(), actor())
    except DomainError as error:
        return _show(exhibitor, words_of(error), status_of(error))
    flash(gettext("Der Stand ist vergeben. Der Aussteller bekommt gleich Bescheid."), "success")
    return _back(slug, exhibitor_id)


@organiser.post("/<slug>/aussteller/<uuid:exhibitor_id>/stand/zuruecknehmen")
@access(Access.ORGANISER)
def take_back_slot(slug: str, exhibitor_id: UUID) -> ResponseReturnValue:
    """Take a stand back, so that it is free again."""
    exhibitor = _exhibitor(slug, exhibitor_id)
    slot_id = request.form.get("slot", 0, whole_number)
    with transaction():
        take_back(get_slot(exhibitor.event, slot_id), exhibitor, utc_now(), actor())
    flash(gettext("Der Stand ist wieder frei."), "success")
    return _back(slug, exhibitor_id)


@organiser.get("/<slug>/staende")
@access(Access.ORGANISER)
def stands(slug: str) -> ResponseReturnValue:
    """List the stands: whose on which day, and which are free."""
    event = get_event(slug)
    return render_template("organiser/stands.html", event=event, stands=list_stands(event))
