"""The page of one booking, behind its secret link: tickets, documents, changes."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from werkzeug.wrappers import Response

from ortenaudigital.bookings.changes import (
    HOLDER,
    cancel_tickets,
    rename_ticket,
    resend_confirmation,
)
from ortenaudigital.bookings.documents import calendar_file, calendar_method, tickets_pdf
from ortenaudigital.bookings.errors import JustSent, SentOften, TicketsInside, UnknownTicket
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.queries import get_booking_by_key
from ortenaudigital.guests.bookings import show_booking, show_ticket
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.codes import read_code
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import Claim, spend
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.limits.rules import ASKED_LETTERS, CHANGES, DOCUMENTS
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.public.booking_page import booking_page, qr_code
from ortenaudigital.web.public.forms import NamesForm
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.access.limits import by_network
from ortenaudigital.web.shared.answers.notices import Notice, with_notice
from ortenaudigital.web.shared.answers.refusals import retry_after, words_of
from ortenaudigital.web.shared.requests.values import whole_number


@public.get("/buchung/<key>")
@access(Access.SECRET_LINK)
def booking(key: str) -> ResponseReturnValue:
    """Show the tickets with their codes, and what can be done with them."""
    return booking_page(show_booking(key), key)


@public.post("/buchung/<key>/namen")
@access(Access.SECRET_LINK)
def rename(key: str) -> ResponseReturnValue:
    """Write other names on the tickets."""
    booking = get_booking_by_key(key)
    form = NamesForm()
    if not form.validate():
        return booking_page(show_booking(key), key, form), 422
    names = [entry.data or "" for entry in form.names.entries]
    wanted = dict(zip(request.form.getlist("position", type=whole_number), names, strict=False))
    try:
        spend(_changes_of(booking), utc_now())
    except TooMany as refusal:
        page = booking_page(show_booking(key), key, form, words_of(refusal))
        return page, 429, retry_after(refusal)
    with transaction():
        for ticket in booking.valid_tickets:
            name = wanted.get(ticket.position, ticket.display_name)
            if name != ticket.display_name:
                rename_ticket(ticket, name, utc_now())
    return _back(key, Notice.NAMES_SAVED)


def _back(key: str, notice: Notice | None = None) -> ResponseReturnValue:
    return redirect(with_notice(url_for("public.booking", key=key), notice), 303)


def _changes_of(booking: Booking) -> list[Claim]:
    return [Claim(CHANGES, str(booking.id))]


@public.post("/buchung/<key>/senden")
@access(Access.SECRET_LINK)
def send_booking(key: str) -> ResponseReturnValue:
    """Send the tickets, because somebody has asked for it."""
    booking = get_booking_by_key(key)
    if not booking.email:
        return _back(key)
    claim = Claim(ASKED_LETTERS, booking.email.lower())
    try:
        spend(_changes_of(booking), utc_now())
        with transaction():
            resend_confirmation(booking, utc_now(), HOLDER, claim)
    except TooMany as refusal:
        return *_refused(key, words_of(refusal), 429), retry_after(refusal)
    except (JustSent, SentOften) as error:
        return _refused(key, words_of(error), 409)
    return _back(key, Notice.TICKETS_SENT)


def _refused(key: str, words: str, status: int) -> tuple[str, int]:
    # Read after the rollback, so that the page shows what holds.
    return booking_page(show_booking(key), key, refusal=words), status


@public.post("/buchung/<key>/stornieren")
@access(Access.SECRET_LINK)
def cancel(key: str) -> ResponseReturnValue:
    """Cancel the chosen tickets and give their places back."""
    booking = get_booking_by_key(key)
    positions = set(request.form.getlist("position", type=whole_number))
    spend(_changes_of(booking), utc_now())
    try:
        with transaction():
            number = cancel_tickets(booking, positions, utc_now())
    except TicketsInside as error:
        return _refused(key, words_of(error), 409)
    return _back(key, Notice.CANCELLED if number else Notice.NONE_CHOSEN)


@public.get("/buchung/<key>/tickets.pdf")
@access(Access.SECRET_LINK)
def booking_pdf(key: str) -> ResponseReturnValue:
    """Hand out the valid tickets as PDF."""
    booking = get_booking_by_key(key)
    if not booking.valid_tickets:
        raise UnknownTicket()
    spend(by_network(DOCUMENTS, cost=len(booking.valid_tickets)), utc_now())
    with force_locale(booking.language):
        document = tickets_pdf(booking)
    name = f'inline; filename="{booking.reference}.pdf"'
    headers = {"Content-Disposition": name}
    return Response(document, mimetype="application/pdf", headers=headers)


@public.get("/buchung/<key>/termin.ics")
@access(Access.SECRET_LINK)
def booking_ics(key: str) -> ResponseReturnValue:
    """Hand out the days as a calendar file."""
    booking = get_booking_by_key(key)
    headers = {"Content-Disposition": 'attachment; filename="termin.ics"'}
    content = calendar_file(booking, utc_now())
    kind = f"text/calendar; charset=utf-8; method={calendar_method(booking)}"
    return Response(content, content_type=kind, headers=headers)


@public.get("/t/<code>")
@access(Access.SECRET_LINK)
def ticket(code: str) -> ResponseReturnValue:
    """Show one ticket: what its QR code opens in any camera. Looking never checks in."""
    valid = read_code(code)
    if valid is None:
        raise UnknownTicket()
    booking, replaced = show_ticket(valid)
    return render_template(
        "public/ticket.html",
        ticket=booking.tickets[0],
        replaced=replaced,
        event=booking.event,
        over=booking.is_over(utc_now()),
        qr_code=qr_code,
    )
