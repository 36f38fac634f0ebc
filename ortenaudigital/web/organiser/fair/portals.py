"""What exhibitors do in their portals, for organisers: what waits for an answer, and orders."""

from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.adapters.tables import Table
from ortenaudigital.events.sections.fair.portal import list_set_up
from ortenaudigital.fair.applications.errors import UnknownExhibitor
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.queries import get_exhibitor
from ortenaudigital.fair.portal.corrections.commands import accept_correction, ask_again
from ortenaudigital.fair.portal.corrections.errors import CorrectionSettled
from ortenaudigital.fair.portal.corrections.queries import (
    find_last,
    find_open,
    list_open_corrections,
)
from ortenaudigital.fair.portal.dates import kind_words
from ortenaudigital.fair.portal.furniture.exports import furniture_table
from ortenaudigital.fair.portal.furniture.queries import (
    furniture_totals,
    list_furniture,
    list_orders,
    orders_of,
)
from ortenaudigital.fair.portal.messages.commands import Words, put_away, write_to_exhibitor
from ortenaudigital.fair.portal.messages.queries import list_messages, list_open_messages
from ortenaudigital.fair.portal.people.queries import list_people
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.fair.forms import AnswerForm
from ortenaudigital.web.organiser.handing_out import list_file
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import status_of, words_of


@organiser.get("/<slug>/ausstellerportal")
@needs(Permission.FAIR_READ)
def portals() -> ResponseReturnValue:
    """Show what waits for an answer, what was ordered, and when exhibitors set up."""
    event = g.event
    return render_template(
        "organiser/fair/portals.html",
        event=event,
        messages=list_open_messages(event),
        corrections=list_open_corrections(event),
        things=list_furniture(event),
        totals=furniture_totals(event),
        orders=list_orders(event),
        set_up=[(kind_words(each.kind), each) for each in list_set_up(event)],
    )


@list_file("/<slug>/ausstellerportal", "furniture", Permission.FAIR_CHANGE)
def furniture_rows() -> Table:
    """Return what was ordered, for who brings it."""
    return furniture_table(g.event)


def _exhibitor(exhibitor_id: UUID) -> Exhibitor:
    exhibitor = get_exhibitor(exhibitor_id)
    if exhibitor.event_id != g.event.id:
        raise UnknownExhibitor()
    return exhibitor


@organiser.get("/<slug>/aussteller/<uuid:exhibitor_id>/portal")
@needs(Permission.FAIR_READ)
def exhibitor_portal(exhibitor_id: UUID) -> ResponseReturnValue:
    """Show the messages of an exhibitor, and the change that waits."""
    return _show(_exhibitor(exhibitor_id), AnswerForm(formdata=None))


def _show(exhibitor: Exhibitor, form: AnswerForm, refusal: str | None = None) -> str:
    return render_template(
        "organiser/fair/exhibitor_portal.html",
        event=g.event,
        exhibitor=exhibitor,
        messages=list_messages(exhibitor),
        waiting=find_open(exhibitor),
        people=list_people(exhibitor),
        ordered=orders_of(exhibitor),
        things=list_furniture(g.event),
        form=form,
        refusal=refusal,
    )


def _back(exhibitor_id: UUID) -> ResponseReturnValue:
    here = url_for("organiser.exhibitor_portal", slug=g.event.slug, exhibitor_id=exhibitor_id)
    return redirect(here, 303)


@organiser.post("/<slug>/aussteller/<uuid:exhibitor_id>/portal/nachricht")
@needs(Permission.FAIR_CHANGE)
def send_message(exhibitor_id: UUID) -> ResponseReturnValue:
    """Write to an exhibitor, which answers what is open."""
    exhibitor, form = _exhibitor(exhibitor_id), AnswerForm()
    if not form.validate():
        return _show(exhibitor, form), 422
    words = Words(UUID(form.request_id.data), form.words.data, actor())
    try:
        with transaction():
            write_to_exhibitor(exhibitor, words, utc_now())
    except DomainError as error:
        return _show(exhibitor, form, words_of(error)), status_of(error)
    flash(gettext("Die Nachricht ist unterwegs."), "success")
    return _back(exhibitor_id)


@organiser.post("/<slug>/aussteller/<uuid:exhibitor_id>/portal/erledigt")
@needs(Permission.FAIR_CHANGE)
def put_messages_away(exhibitor_id: UUID) -> ResponseReturnValue:
    """Take what an exhibitor wrote as done, without an answer."""
    exhibitor = _exhibitor(exhibitor_id)
    with transaction():
        put_away(exhibitor, utc_now(), actor())
    return _back(exhibitor_id)


@organiser.post("/<slug>/aussteller/<uuid:exhibitor_id>/portal/aenderung")
@needs(Permission.FAIR_CHANGE)
def decide_correction(exhibitor_id: UUID) -> ResponseReturnValue:
    """Let a change go in, or ask again."""
    exhibitor = _exhibitor(exhibitor_id)
    answer = request.form.get("answer", "").strip()[:2000]
    accepts = request.form.get("decision") == "accept"
    if not accepts and not answer:
        words = gettext("Bitte schreiben Sie, was unklar ist.")
        return _show(exhibitor, AnswerForm(formdata=None), words), 422
    try:
        with transaction():
            _decide(exhibitor, accepts, answer)
    except DomainError as error:
        exhibitor, form = _exhibitor(exhibitor_id), AnswerForm(formdata=None)
        # There is no change left to ask about, but it can still be sent as a message.
        form.words.data = answer
        return _show(exhibitor, form, words_of(error)), status_of(error)
    words = gettext("Die Änderung gilt.") if accepts else gettext("Die Frage ist unterwegs.")
    flash(words, "success")
    return _back(exhibitor_id)


def _decide(exhibitor: Exhibitor, accepts: bool, answer: str) -> None:
    correction = find_last(exhibitor)
    if correction is None or str(correction.id) != request.form.get("correction", ""):
        # Another one than the page showed.
        raise CorrectionSettled()
    if accepts:
        accept_correction(correction, utc_now(), actor())
    else:
        ask_again(correction, answer, utc_now(), actor())
