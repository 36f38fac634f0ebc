"""The documents of a booking: its tickets as PDF, its days as a calendar file."""

from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from werkzeug.wrappers import Response

from ortenaudigital.bookings.documents import calendar_file, calendar_method, tickets_pdf
from ortenaudigital.bookings.errors import UnknownTicket
from ortenaudigital.bookings.queries import get_booking_by_key
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.limits.commands import spend
from ortenaudigital.limits.rules import DOCUMENTS
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.access.limits import by_network


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
