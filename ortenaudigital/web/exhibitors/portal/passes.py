"""The passes of an exhibitor's staff: enter names, change them, hand passes back, print badges."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from ortenaudigital.bookings.groups.rules import Fault, name_fault
from ortenaudigital.bookings.links import companion_url
from ortenaudigital.events.errors import SoldOut
from ortenaudigital.events.models import TicketType
from ortenaudigital.fair.portal.badges.documents import badges_name, badges_pdf
from ortenaudigital.fair.portal.badges.queries import list_badges
from ortenaudigital.fair.portal.badges.rules import Layout
from ortenaudigital.fair.portal.passes.commands import enter_passes, rename_passes, take_back_pass
from ortenaudigital.fair.portal.passes.errors import UnknownPass
from ortenaudigital.fair.portal.passes.queries import (
    get_pass,
    granted_to,
    list_passes,
    pass_types,
)
from ortenaudigital.fair.portal.passes.rules import MOST_PASSES
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.limits.commands import spend
from ortenaudigital.limits.rules import DOCUMENTS
from ortenaudigital.web.exhibitors.blueprint import exhibitors
from ortenaudigital.web.exhibitors.portal.forms import PassesForm
from ortenaudigital.web.exhibitors.portal.visitors import Visitor, changing, visitor_of
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.access.limits import by_network
from ortenaudigital.web.shared.answers.notices import Notice, read_notice, with_notice
from ortenaudigital.web.shared.answers.refusals import status_of, words_of
from ortenaudigital.web.shared.forms import one_line

NOTICES = (
    *(Notice.PASSES_ENTERED, Notice.HANDED_BACK),
    *(Notice.NAMES_SAVED, Notice.NOTHING_CHANGED),
)


@exhibitors.get("/aussteller/<key>/ausweise")
@access(Access.SECRET_LINK)
def passes(key: str) -> ResponseReturnValue:
    """Show the passes of an exhibitor, and the form for more."""
    return _show(visitor_of(key))


@exhibitors.post("/aussteller/<key>/ausweise")
@access(Access.SECRET_LINK)
def enter_names(key: str) -> ResponseReturnValue:
    """Enter names for passes, each of which is a ticket from then on."""
    visitor, form = changing(key), PassesForm()
    form.offer(pass_types(visitor.event))
    form.read()
    valid = form.validate()
    if not form.check_members(MOST_PASSES, MOST_PASSES) or not valid:
        return _show(visitor, form), 422
    try:
        with transaction():
            enter_passes(visitor.exhibitor, form.pass_request(), utc_now(), visitor.actor)
    except DomainError as error:
        return _show(visitor, form, _refusal(error)), status_of(error)
    return _back(key, Notice.PASSES_ENTERED)


def _refusal(error: DomainError) -> str:
    if isinstance(error, SoldOut):
        return gettext(
            "So viele Ausweise sind für die ganze Veranstaltung nicht mehr da. Es wurde nichts "
            "gespeichert. Bitte schreiben Sie uns."
        )
    return words_of(error)


@exhibitors.post("/aussteller/<key>/ausweise/namen")
@access(Access.SECRET_LINK)
def rename(key: str) -> ResponseReturnValue:
    """Write other names on passes."""
    visitor = changing(key)
    typed = {each.id: _typed(each.id) for each in list_passes(visitor.exhibitor)}
    names = {ticket_id: name for ticket_id, name in typed.items() if name is not None}
    faults = {ticket_id: fault for ticket_id in names if (fault := name_fault(names[ticket_id]))}
    if faults:
        return _show(visitor, names=names, faults=faults), 422
    try:
        with transaction():
            number = rename_passes(visitor.exhibitor, names, utc_now(), visitor.actor)
    except DomainError as error:
        return _show(visitor, refusal=words_of(error), names=names), status_of(error)
    return _back(key, Notice.NAMES_SAVED if number else Notice.NOTHING_CHANGED)


def _typed(ticket_id: UUID) -> str | None:
    return one_line(request.form.get(f"name-{ticket_id}"))


@exhibitors.get("/aussteller/<key>/ausweise/<uuid:ticket_id>/zurueckgeben")
@access(Access.SECRET_LINK)
def handing_back(key: str, ticket_id: UUID) -> ResponseReturnValue:
    """Ask whether a pass shall be handed back; looking changes nothing."""
    return _ask(visitor_of(key), ticket_id)


@exhibitors.post("/aussteller/<key>/ausweise/<uuid:ticket_id>/zurueckgeben")
@access(Access.SECRET_LINK)
def hand_back(key: str, ticket_id: UUID) -> ResponseReturnValue:
    """Take a pass back, so that another name can be entered."""
    visitor = changing(key)
    try:
        with transaction():
            ticket = get_pass(visitor.exhibitor, ticket_id)
            take_back_pass(visitor.exhibitor, ticket, utc_now(), visitor.actor)
    except UnknownPass:
        # Somebody else was faster, or the button was pressed twice.
        return _back(key)
    except DomainError as error:
        return _ask(visitor, ticket_id, words_of(error)), status_of(error)
    return _back(key, Notice.HANDED_BACK)


def _ask(visitor: Visitor, ticket_id: UUID, refusal: str | None = None) -> str:
    return render_template(
        "exhibitors/portal/hand_back.html",
        key=visitor.key,
        event=visitor.event,
        ticket=get_pass(visitor.exhibitor, ticket_id),
        refusal=refusal,
    )


@exhibitors.get("/aussteller/<key>/ausweise/namensschilder.pdf")
@access(Access.SECRET_LINK)
def badges(key: str) -> ResponseReturnValue:
    """Hand out the name badges of an exhibitor as PDF."""
    visitor = visitor_of(key)
    found = list_badges(visitor.event, [visitor.exhibitor.id])
    if not found:
        return redirect(url_for("exhibitors.passes", key=key))
    spend(by_network(DOCUMENTS, cost=len(found)), utc_now())
    layout = Layout.A6 if request.args.get("form") == Layout.A6 else Layout.A4
    language = visitor.exhibitor.language
    with force_locale(language):
        document = badges_pdf(visitor.event, found, layout, language)
    name = f'inline; filename="{badges_name(visitor.event)}"'
    headers = {"Content-Disposition": name}
    return Response(document, mimetype="application/pdf", headers=headers)


def _back(key: str, notice: Notice | None = None) -> ResponseReturnValue:
    return redirect(with_notice(url_for("exhibitors.passes", key=key), notice), 303)


def _show(
    visitor: Visitor,
    form: PassesForm | None = None,
    refusal: str | None = None,
    names: Mapping[UUID, str | None] = MappingProxyType({}),
    faults: Mapping[UUID, Fault] = MappingProxyType({}),
) -> str:
    found, types = list_passes(visitor.exhibitor), pass_types(visitor.event)
    form = form or PassesForm(formdata=None)
    form.offer(types)
    return render_template(
        "exhibitors/portal/passes.html",
        key=visitor.key,
        exhibitor=visitor.exhibitor,
        event=visitor.event,
        form=form,
        types=types,
        passes=found,
        links={each.id: companion_url(each) for each in found},
        granted=granted_to(visitor.exhibitor),
        names=names,
        faults=faults,
        refusal=refusal,
        notice=read_notice(NOTICES),
        open=_is_open(types, utc_now()),
    )


def _is_open(types: Sequence[TicketType], now: datetime) -> bool:
    return any(each.booking_closes_at is None or now < each.booking_closes_at for each in types)
