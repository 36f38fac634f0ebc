"""Exhibitors: the list of all, and the page of each."""

from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.adapters.tables import Table
from ortenaudigital.audit.commands import list_entries
from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.answers.queries import list_exhibitor_answers
from ortenaudigital.fair.applications.changing.corrections import list_differences
from ortenaudigital.fair.applications.deciding.decisions import list_untold
from ortenaudigital.fair.applications.drafts.commands import count_drafts
from ortenaudigital.fair.applications.errors import UnknownExhibitor
from ortenaudigital.fair.applications.exports import exhibitors_table
from ortenaudigital.fair.applications.links import portal_url
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.organising.board import (
    Filters,
    list_found,
    show_board,
    stage_of_one,
)
from ortenaudigital.fair.applications.organising.tasks import list_tasks
from ortenaudigital.fair.applications.queries import find_need, get_exhibitor, list_wanted_days
from ortenaudigital.fair.applications.rules import confirm_until
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.kernel.clock import local, utc_now
from ortenaudigital.outbox.queries import list_letters_about
from ortenaudigital.pictures.queries import find_facts
from ortenaudigital.web.organiser.blueprint import kept_filters, organiser
from ortenaudigital.web.organiser.handing_out import list_file
from ortenaudigital.web.shared.access.guards import needs
from ortenaudigital.web.shared.requests.values import whole_number


def exhibitor_of_event(exhibitor_id: UUID) -> Exhibitor:
    """Return an exhibitor of the event of the page. Raises UnknownExhibitor."""
    event = g.event
    exhibitor = get_exhibitor(exhibitor_id)
    if exhibitor.event_id != event.id:
        raise UnknownExhibitor()
    return exhibitor


def back_to_exhibitor(exhibitor_id: UUID) -> ResponseReturnValue:
    """Go back to the page of an exhibitor, and from there to the same list as before."""
    values = {"slug": g.event.slug, "exhibitor_id": exhibitor_id, **kept_filters()}
    return redirect(url_for("organiser.exhibitor", **values), 303)


@organiser.get("/<slug>/aussteller")
@needs(Permission.FAIR_READ)
def exhibitors() -> ResponseReturnValue:
    """List who applied; the filters are in the address."""
    event = g.event
    filters = chosen_filters(event)
    number = request.args.get("seite", 1, whole_number)
    return render_template(
        "organiser/fair/exhibitors.html",
        event=event,
        found=show_board(event, filters, number, local(utc_now(), event.timezone).date()),
        filters=filters,
        untold=len(list_untold(event)),
        drafts=count_drafts(event),
    )


@list_file("/<slug>/aussteller", "exhibitors", Permission.FAIR_CHANGE)
def exhibitors_rows() -> Table:
    """Return the list with the filters of the address, on whichever page its lines stand."""
    event = g.event
    today = local(utc_now(), event.timezone).date()
    meant = {line.id for line in list_found(event, chosen_filters(event), today)}
    return exhibitors_table(event, meant)


def chosen_filters(event: Event) -> Filters:
    """Return what the address says the list is narrowed by."""
    days = {day.date.isoformat(): day.id for day in event.days}
    return Filters(
        words=request.args.get("q", "").strip(),
        stage=request.args.get("status", ""),
        kind=request.args.get("art", ""),
        day=days.get(request.args.get("tag", ""), 0),
        power=bool(request.args.get("strom")),
        tag=request.args.get("stichwort", ""),
        changed="geaendert" in request.args,
        due="aufgaben" in request.args,
    )


@organiser.get("/<slug>/aussteller/<uuid:exhibitor_id>")
@needs(Permission.FAIR_READ)
def exhibitor(exhibitor_id: UUID) -> ResponseReturnValue:
    """Show one exhibitor, and what can be decided."""
    return show_exhibitor(exhibitor_of_event(exhibitor_id), None, 200)


def show_exhibitor(exhibitor: Exhibitor, refusal: str | None, status: int) -> ResponseReturnValue:
    """Show one exhibitor, with what was refused just now."""
    page = render_template(
        "organiser/fair/exhibitor.html",
        event=exhibitor.event,
        exhibitor=exhibitor,
        stage=stage_of_one(exhibitor),
        need=find_need(exhibitor.id),
        wanted=list_wanted_days(exhibitor.id),
        picture_facts=find_facts(exhibitor.logo_id),
        answers=list_exhibitor_answers(exhibitor.id),
        differences=list_differences(exhibitor.id),
        tasks=list_tasks(exhibitor.id),
        portal_url=portal_url(exhibitor.id),
        free_slots=list_free_slots(exhibitor.event),
        letters=list_letters_about(str(exhibitor.id)),
        history=list_entries(exhibitor.id),
        refusal=refusal,
        confirm_until=confirm_until(exhibitor.applied_at),
    )
    return page, status
