"""Codes: made in bulk, listed, taken back."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.adapters.tables import Table
from ortenaudigital.bookings.access.codes import make_codes, withdraw_code
from ortenaudigital.bookings.access.exports import codes_table
from ortenaudigital.bookings.access.links import code_of, code_url
from ortenaudigital.bookings.access.queries import get_code, list_codes
from ortenaudigital.bookings.access.rules import written_code
from ortenaudigital.events.models import TicketType
from ortenaudigital.events.queries import list_ticket_types
from ortenaudigital.events.rules import Access
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.bookings.invitations.forms import CodesForm
from ortenaudigital.web.organiser.handing_out import list_file
from ortenaudigital.web.shared.access.guards import actor, needs


@organiser.get("/<slug>/codes")
@needs(Permission.BOOKINGS_READ)
def codes() -> ResponseReturnValue:
    """List the codes of an event, the newest first, with a form for more."""
    types = list_ticket_types(g.event, Access.INVITATION)
    form = CodesForm()
    form.offer(types)
    return _page(form, types)


@list_file("/<slug>/codes", "codes")
def codes_rows() -> Table:
    """Return the codes with their links."""
    return codes_table(g.event)


@organiser.post("/<slug>/codes")
@needs(Permission.BOOKINGS_CHANGE)
def order_codes() -> ResponseReturnValue:
    """Make codes."""
    types = list_ticket_types(g.event, Access.INVITATION)
    form = CodesForm()
    form.offer(types)
    if not form.validate():
        return _page(form, types), 422
    with transaction():
        made = make_codes(g.event, form.order(g.event, types), utc_now(), actor())
    words = ngettext("Ein Code ist bereit.", "%(num)d Codes sind bereit.", len(made))
    flash(words, "success")
    return redirect(url_for("organiser.codes", slug=g.event.slug), 303)


def _page(form: CodesForm, types: Sequence[TicketType]) -> str:
    event = g.event
    after, before = request.args.get("nach", None, UUID), request.args.get("vor", None, UUID)
    found = list_codes(event, after, before)
    return render_template(
        "organiser/invitations/codes.html",
        event=event,
        form=form,
        types=types,
        found=found,
        now=utc_now(),
        written={each.id: written_code(code_of(each.id)) for each in found.rows},
        links={each.id: code_url(event.slug, each.id) for each in found.rows},
    )


@organiser.post("/<slug>/codes/<uuid:code_id>/zurueckziehen")
@needs(Permission.BOOKINGS_CHANGE)
def withdraw_code_of(code_id: UUID) -> ResponseReturnValue:
    """Let a code open nothing any more."""
    code = get_code(g.event, code_id)
    with transaction():
        withdraw_code(code, utc_now(), actor())
    flash(gettext("Der Code ist zurückgezogen. Gebuchte Tickets gelten weiter."), "success")
    return redirect(url_for("organiser.codes", slug=g.event.slug), 303)
