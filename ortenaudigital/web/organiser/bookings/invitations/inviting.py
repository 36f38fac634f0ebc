"""Invite people: paste them, look at each row, send."""

from collections.abc import Sequence

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.bookings.access.errors import NotSendable
from ortenaudigital.bookings.access.guests import Guest, mark_invited, read_guests
from ortenaudigital.bookings.access.invitations import check_sendable, invite
from ortenaudigital.bookings.access.queries import known_addresses
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.events.queries import list_ticket_types
from ortenaudigital.events.rules import Access
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.bookings.invitations.forms import InviteForm
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.requests.sizes import LIST, takes


@organiser.get("/<slug>/einladungen/neu")
@needs(Permission.BOOKINGS_CHANGE)
def invite_guests() -> ResponseReturnValue:
    """Ask whom to invite."""
    return _page(_form(_types(g.event)))


@organiser.post("/<slug>/einladungen/neu")
@needs(Permission.BOOKINGS_CHANGE)
@takes(LIST)
def send_invitations() -> ResponseReturnValue:
    """Show each row with what is wrong with it; send what was seen like that."""
    event, types = g.event, _types(g.event)
    form = _form(types)
    if not form.validate():
        return _page(form), 422
    offered = form.chosen(types)
    guests = read_guests(form.guests.data)
    if form.too_many(len(guests)):
        return _page(form), 422
    known = known_addresses(offered.ticket_type.id, [each.key for each in guests if each.key])
    guests = mark_invited(guests, known)
    good = [each for each in guests if each.fault is None]
    if form.expected.data != len(good) or not good:
        first_look = form.expected.data is None and bool(good)
        return _page(form, guests), 200 if first_look else 422
    try:
        with transaction():
            number = invite(event, offered, good, utc_now(), actor())
    except NotSendable as error:
        return _page(form, guests, words_of(error)), 409
    words = ngettext(
        "Eine Einladung geht gleich hinaus.", "%(num)d Einladungen gehen gleich hinaus.", number
    )
    flash(words, "success")
    return redirect(url_for("organiser.invitations", slug=event.slug), 303)


def _types(event: Event) -> list[TicketType]:
    return list(list_ticket_types(event, Access.INVITATION))


def _form(types: Sequence[TicketType]) -> InviteForm:
    form = InviteForm()
    form.offer(types)
    return form


def _page(
    form: InviteForm, guests: Sequence[Guest] | None = None, refusal: str | None = None
) -> str:
    event = g.event
    try:
        check_sendable(event, utc_now())
    except NotSendable as error:
        refusal = words_of(error)
    good = sum(each.fault is None for each in guests or ())
    form.expected.data = good if guests is not None else None
    return render_template(
        "organiser/invitations/invite.html",
        event=event,
        form=form,
        guests=guests,
        good=good,
        refusal=refusal,
    )
