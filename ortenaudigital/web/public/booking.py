"""The page of one booking, behind its secret link: tickets, documents, changes."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from werkzeug.wrappers import Response

from ortenaudigital.adapters import qr
from ortenaudigital.bookings.changes import (
    HOLDER,
    cancel_tickets,
    rename_ticket,
    resend_confirmation,
)
from ortenaudigital.bookings.documents import (
    admitted_days,
    calendar_file,
    calendar_method,
    tickets_pdf,
)
from ortenaudigital.bookings.errors import JustSent, SentOften, TicketsInside, UnknownTicket
from ortenaudigital.bookings.letters import CONFIRMATION
from ortenaudigital.bookings.links import ticket_code, ticket_url
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.queries import (
    find_ticket_by_code,
    find_ticket_by_retired_code,
    get_booking_by_key,
)
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.codes import read_code
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import Claim, spend
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.limits.rules import ASKED_LETTERS, CHANGES, DOCUMENTS
from ortenaudigital.outbox.queries import list_letters_about
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.public.forms import NamesForm
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.access.limits import by_network
from ortenaudigital.web.shared.answers.notices import Notice, read_notice, with_notice
from ortenaudigital.web.shared.answers.refusals import retry_after, words_of
from ortenaudigital.web.shared.requests.values import whole_number

NOTICES = tuple(Notice)


def code_of(ticket: Ticket) -> str:
    """Return the code of a ticket for the addresses of its pages."""
    return ticket_code(ticket.id, ticket.reissue)


@public.get("/buchung/<key>")
@access(Access.SECRET_LINK)
def booking(key: str) -> ResponseReturnValue:
    """Show the tickets with their codes, and what can be done with them."""
    booking = get_booking_by_key(key)
    return _show(booking, key, _names_form(booking), 200)


def _show(
    booking: Booking, key: str, form: NamesForm, status: int, refusal: str | None = None
) -> tuple[str, int]:
    page = render_template(
        "public/booking.html",
        booking=booking,
        key=key,
        event=booking.event,
        days=admitted_days(booking.tickets),
        code_of=code_of,
        form=form,
        refusal=refusal,
        notice=None if refusal else read_notice(NOTICES),
        over=_is_over(booking),
        written=any(letter.kind == CONFIRMATION for letter in list_letters_about(str(booking.id))),
    )
    return page, status


def _is_over(booking: Booking) -> bool:
    return booking.erased_at is not None or utc_now() >= booking.event.last_day.closes_at


def _names_form(booking: Booking) -> NamesForm:
    names = [ticket.display_name for ticket in booking.valid_tickets]
    return NamesForm(data={"names": names})


@public.post("/buchung/<key>/namen")
@access(Access.SECRET_LINK)
def rename(key: str) -> ResponseReturnValue:
    """Write other names on the tickets."""
    booking = get_booking_by_key(key)
    form = NamesForm()
    if not form.validate():
        return _show(booking, key, form, 422)
    names = [entry.data or "" for entry in form.names.entries]
    wanted = dict(zip(request.form.getlist("position", type=whole_number), names, strict=False))
    try:
        spend(_changes_of(booking), utc_now())
    except TooMany as refusal:
        return *_show(booking, key, form, 429, words_of(refusal)), retry_after(refusal)
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
    # Read anew after the rollback, so that the page shows what holds.
    booking = get_booking_by_key(key)
    return _show(booking, key, _names_form(booking), status, words)


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
    ticket, replaced = _ticket_behind(code)
    return render_template(
        "public/ticket.html",
        ticket=ticket,
        replaced=replaced,
        event=ticket.booking.event,
        code=read_code(code),
        over=_is_over(ticket.booking),
    )


def _ticket_behind(code: str) -> tuple[Ticket, bool]:
    valid = read_code(code)
    ticket = find_ticket_by_code(valid) if valid else None
    retired = find_ticket_by_retired_code(valid) if valid and ticket is None else None
    found = ticket or retired
    if found is None:
        raise UnknownTicket()
    return found, ticket is None


@public.get("/t/<code>/qr.png")
@access(Access.SECRET_LINK)
def ticket_qr(code: str) -> ResponseReturnValue:
    """Draw the QR code of a ticket."""
    ticket, replaced = _ticket_behind(code)
    if replaced or ticket.cancelled_at:
        raise UnknownTicket()
    return Response(qr.png(ticket_url(ticket)), mimetype="image/png")
