"""One ticket, for whoever was handed its private link: its name, and whether it is used at all."""

from hmac import compare_digest

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.bookings.changes import (
    COMPANION,
    Names,
    cancel_tickets,
    change_names,
    check_open_to_changes,
)
from ortenaudigital.bookings.errors import TicketsInside, UnknownTicket
from ortenaudigital.bookings.links import companion_key
from ortenaudigital.bookings.models import Ticket
from ortenaudigital.bookings.queries import get_ticket_by_code
from ortenaudigital.guests.bookings import show_ticket
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.codes import read_code
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.public.booking.answers import spend_change
from ortenaudigital.web.public.booking.forms import TicketNameForm
from ortenaudigital.web.public.booking.page import qr_code
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.notices import Notice, read_notice, with_notice
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.requests.values import whole_number

NOTICES = (Notice.NAMES_SAVED, Notice.NOTHING_CHANGED, Notice.CANCELLED)


@public.get("/t/<code>/<own>")
@access(Access.SECRET_LINK)
def own_ticket(code: str, own: str) -> ResponseReturnValue:
    """Show one ticket, and what whoever comes with it can do about it."""
    return _page(code, own)


def _page(code: str, own: str, refusal: str | None = None) -> str:
    valid = read_code(code)
    if valid is None:
        raise UnknownTicket()
    booking, replaced = show_ticket(valid)
    ticket = booking.tickets[0]
    # A code that was replaced says so to everybody; its link can change nothing any more.
    if not replaced:
        _check(own, ticket.companion_key)
    return render_template(
        "public/booking/ticket.html",
        ticket=ticket,
        replaced=replaced,
        event=booking.event,
        over=booking.is_over(utc_now()),
        qr_code=qr_code,
        own=own,
        refusal=refusal,
        notice=None if refusal else read_notice(NOTICES),
    )


def _check(given: str, right: str) -> None:
    if not compare_digest(given.lower().encode(), right.encode()):
        raise UnknownTicket()


def _get_ticket(code: str, own: str) -> Ticket:
    """Return the ticket of a private link, if it can be changed.

    Raises UnknownTicket, BookingErased, EventOver or BookingCalledOff.
    """
    ticket = get_ticket_by_code(read_code(code) or "")
    _check(own, companion_key(ticket.id, ticket.reissue))
    check_open_to_changes(ticket.booking, utc_now())
    return ticket


def _back(code: str, own: str, notice: Notice | None = None) -> ResponseReturnValue:
    return redirect(with_notice(url_for("public.own_ticket", code=code, own=own), notice), 303)


@public.get("/t/<code>/<own>/name")
@access(Access.SECRET_LINK)
def own_name(code: str, own: str) -> ResponseReturnValue:
    """Ask which name is right, and say who hears of it."""
    ticket = _get_ticket(code, own)
    if ticket.cancelled_at is not None:
        return _back(code, own)
    form = TicketNameForm(formdata=None, data={"name": ticket.name})
    return _name(code, own, ticket, form)


def _name(code: str, own: str, ticket: Ticket, form: TicketNameForm) -> str:
    return render_template(
        "public/booking/own_name.html",
        code=code,
        own=own,
        ticket=ticket,
        event=ticket.booking.event,
        form=form,
    )


@public.post("/t/<code>/<own>/name")
@access(Access.SECRET_LINK)
def rename_own(code: str, own: str) -> ResponseReturnValue:
    """Write another name on the ticket; who booked is told."""
    ticket = _get_ticket(code, own)
    form = TicketNameForm()
    if not form.validate():
        return _name(code, own, ticket, form), 422
    spend_change(ticket.id)
    with transaction():
        ticket = _get_ticket(code, own)
        wanted = Names(tickets={ticket.position: form.name.data or ""})
        changed = change_names(ticket.booking, wanted, utc_now(), COMPANION)
    return _back(code, own, Notice.NAMES_SAVED if changed else Notice.NOTHING_CHANGED)


@public.get("/t/<code>/<own>/stornieren")
@access(Access.SECRET_LINK)
def own_cancellation(code: str, own: str) -> ResponseReturnValue:
    """Ask whether the ticket is to be cancelled, and say what follows."""
    ticket = _get_ticket(code, own)
    if ticket.cancelled_at is not None:
        return _back(code, own)
    return render_template(
        "public/booking/own_cancellation.html",
        code=code,
        own=own,
        ticket=ticket,
        event=ticket.booking.event,
    )


@public.post("/t/<code>/<own>/stornieren")
@access(Access.SECRET_LINK)
def cancel_own(code: str, own: str) -> ResponseReturnValue:
    """Cancel this one ticket; who booked is told."""
    ticket = _get_ticket(code, own)
    if request.form.get("position", 0, whole_number) != ticket.position:
        # Nobody was asked.
        return redirect(url_for("public.own_cancellation", code=code, own=own), 303)
    spend_change(ticket.id)
    try:
        with transaction():
            ticket = _get_ticket(code, own)
            cancel_tickets(ticket.booking, {ticket.position}, utc_now(), COMPANION)
    except TicketsInside as error:
        return _page(code, own, words_of(error)), 409
    return _back(code, own)
