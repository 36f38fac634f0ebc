"""The page of one booking, behind its secret link, and of one ticket, which its QR code opens."""

from flask import render_template
from flask.typing import ResponseReturnValue

from ortenaudigital.bookings.errors import UnknownTicket
from ortenaudigital.guests.bookings import show_booking, show_ticket
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.codes import read_code
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.public.booking.page import booking_page, qr_code
from ortenaudigital.web.shared.access.guards import Access, access


@public.get("/buchung/<key>")
@access(Access.SECRET_LINK)
def booking(key: str) -> ResponseReturnValue:
    """Show the tickets with their codes, and what can be done with them."""
    return booking_page(show_booking(key), key)


@public.get("/t/<code>")
@access(Access.SECRET_LINK)
def ticket(code: str) -> ResponseReturnValue:
    """Show one ticket: what its QR code opens in any camera. Looking never checks in.

    Who photographs a code of somebody else's gets here, and can change nothing.
    """
    valid = read_code(code)
    if valid is None:
        raise UnknownTicket()
    booking, replaced = show_ticket(valid)
    return render_template(
        "public/booking/ticket.html",
        ticket=booking.tickets[0],
        replaced=replaced,
        event=booking.event,
        over=booking.is_over(utc_now()),
        qr_code=qr_code,
    )
