"""One more ticket, and another code for a lost one: each asks first, and a POST does it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from ortenaudigital.bookings.changes import (
    add_ticket,
    check_room,
    next_position,
    reissue_own,
)
from ortenaudigital.bookings.errors import UnknownTicket
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.queries import get_booking_by_key
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError, NotFound
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.public.booking.answers import back, open_booking, refused, spend_change
from ortenaudigital.web.public.booking.forms import TicketNameForm
from ortenaudigital.web.public.settling import or_settled
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.notices import Notice
from ortenaudigital.web.shared.answers.refusals import status_of, words_of
from ortenaudigital.web.shared.requests.values import whole_number


@public.get("/buchung/<key>/weiteres-ticket")
@access(Access.SECRET_LINK)
def another_ticket(key: str) -> ResponseReturnValue:
    """Ask for whom another ticket is, or say why there is none."""
    booking = open_booking(key)
    try:
        check_room(booking, utc_now())
    except DomainError as error:
        return _another(key, booking, None, words_of(error))
    return _another(key, booking, TicketNameForm())


def _another(
    key: str, booking: Booking, form: TicketNameForm | None, refusal: str | None = None
) -> str:
    return render_template(
        "public/booking/another_ticket.html",
        key=key,
        booking=booking,
        event=booking.event,
        form=form,
        refusal=refusal,
        kind=booking.valid_tickets[0].ticket_type if booking.valid_tickets else None,
        position=next_position(booking),
    )


@public.post("/buchung/<key>/weiteres-ticket")
@access(Access.SECRET_LINK)
def add_another(key: str) -> ResponseReturnValue:
    """Add a ticket to the booking."""
    booking = open_booking(key)
    form = TicketNameForm()
    position = request.form.get("position", 0, whole_number)
    if not form.validate():
        return _another(key, booking, form), 422
    spend_change(booking.id)
    try:
        or_settled(booking.event_id, lambda: _add(key, position, form.name.data or ""))
    except (NotFound, TooMany):
        raise
    except DomainError as error:
        return refused(key, words_of(error), status_of(error))
    return back(key, Notice.TICKET_ADDED)


def _add(key: str, position: int, name: str) -> None:
    with transaction():
        add_ticket(get_booking_by_key(key), position, name, utc_now())


@public.get("/buchung/<key>/tickets/<int:position>/neuer-code")
@access(Access.SECRET_LINK)
def new_code(key: str, position: int) -> ResponseReturnValue:
    """Ask whether a ticket is to get another code, and say what follows."""
    booking = open_booking(key)
    return render_template(
        "public/booking/new_code.html",
        key=key,
        booking=booking,
        event=booking.event,
        ticket=_valid_ticket(booking, position),
    )


@public.post("/buchung/<key>/tickets/<int:position>/neuer-code")
@access(Access.SECRET_LINK)
def reissue_code(key: str, position: int) -> ResponseReturnValue:
    """Give a ticket another code; the former one is void."""
    booking = open_booking(key)
    spend_change(booking.id)
    # Without the number that the page had in it nobody was asked.
    seen = request.form.get("reissue", -1, whole_number)
    with transaction():
        ticket = _valid_ticket(get_booking_by_key(key), position)
        changed = reissue_own(ticket, seen, utc_now())
    return back(key, Notice.CODE_REPLACED if changed else Notice.NOTHING_CHANGED)


def _valid_ticket(booking: Booking, position: int) -> Ticket:
    for ticket in booking.valid_tickets:
        if ticket.position == position:
            return ticket
    raise UnknownTicket()
