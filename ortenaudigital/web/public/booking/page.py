"""The page of a booking: rendered once for all bookings that look alike, then filled in for each.

Whatever is somebody's own is a hole in the page that is kept: names, addresses, codes. Rendering is
two thirds of what the page would cost otherwise.
"""

import re
from collections.abc import Callable, Hashable
from dataclasses import replace

from flask import current_app, render_template, request
from markupsafe import Markup, escape

from ortenaudigital.adapters import qr
from ortenaudigital.bookings.links import address_of_code
from ortenaudigital.bookings.questions.queries import list_answers
from ortenaudigital.guests.bookings import ShownBooking, ShownTicket
from ortenaudigital.guests.mistyped import likely_address
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db.kept import Kept, kept
from ortenaudigital.web.public.booking.calendar_links import calendar_links
from ortenaudigital.web.shared.answers.notices import Notice, read_notice
from ortenaudigital.web.shared.language import current_language, language_links

NOTICES = tuple(Notice)
# Nothing that addresses or pages would write in another way.
_HOLE = re.compile("~~([a-z]+[0-9]*)~~")


def booking_page(booking: ShownBooking, key: str, refusal: str | None = None) -> str:
    """Make the page; `refusal` is what was refused."""
    meant = likely_address(booking.email) or ""
    if refusal is not None or set(request.args) - {"lang"}:
        return _render(booking, key, meant, refusal)
    pages: Kept[Hashable, list[str]] = kept("booking pages")
    look = _look(booking, bool(meant))
    page = pages.get(look, lambda: _HOLE.split(_render_hollow(booking, bool(meant))))
    values = _values(booking) | {"key": key, "meant": escape(meant)}
    # Texts and the names of holes come in turns.
    return "".join(values[each] if odd % 2 else each for odd, each in enumerate(page))


def qr_code(code: str) -> Markup:
    """Draw the QR code of a ticket."""
    # Ours, and nobody's input: lines between numbers.
    return Markup(qr.svg(address_of_code(code)))  # noqa: S704


def _render(
    booking: ShownBooking,
    key: str,
    meant: str = "",
    refusal: str | None = None,
    draw: Callable[[str], Markup] = qr_code,
) -> str:
    event = booking.event
    address = f"{current_app.config['BASE_URL']}/{event.slug}/"
    return render_template(
        "public/booking/booking.html",
        booking=booking,
        key=key,
        languages=language_links(f"/buchung/{key}"),
        event=event,
        meant=meant,
        refusal=refusal,
        notice=None if refusal else read_notice(NOTICES),
        over=booking.is_over(utc_now()),
        qr_code=draw,
        answers=_answers(booking) if draw is qr_code else Markup("~~answers~~"),
        calendars=[calendar_links(event, day, address) for day in booking.days],
    )


def _answers(booking: ShownBooking) -> Markup:
    if not booking.answered:
        return Markup()
    page = render_template("public/asked/answers.html", answers=list_answers(booking.id))
    return Markup(page)  # noqa: S704  # escaped by the template


def _look(booking: ShownBooking, mistyped: bool) -> Hashable:
    """Say all that a page depends on, but for what goes into its holes."""
    tickets = tuple(
        (each.position, each.ticket_type_id, bool(each.cancelled_at), bool(each.display_name))
        for each in booking.tickets
    )
    event, over = booking.event, booking.is_over(utc_now())
    flags = (over, booking.written, booking.answered, bool(booking.email), mistyped)
    return current_language(), request.method, event.slug, event.version, tickets, flags


def _render_hollow(booking: ShownBooking, mistyped: bool) -> str:
    tickets = tuple(_hollow_ticket(ticket) for ticket in booking.tickets)
    email = booking.email and "~~email~~"
    hollow = replace(booking, reference="~~reference~~", email=email, tickets=tickets)
    return _render(hollow, "~~key~~", "~~meant~~" if mistyped else "", draw=_hollow_drawing)


def _hollow_drawing(code: str) -> Markup:
    return Markup(code.replace("code", "qr"))  # noqa: S704  # the name of a hole


def _hollow_ticket(ticket: ShownTicket) -> ShownTicket:
    number = ticket.position
    return replace(
        ticket,
        display_name=ticket.display_name and f"~~name{number}~~",
        code=f"~~code{number}~~",
        companion_key=f"~~own{number}~~",
        short_code=f"~~reference~~-{number}",
    )


def _values(booking: ShownBooking) -> dict[str, str]:
    values: dict[str, str] = {"reference": booking.reference, "email": escape(booking.email)}
    if booking.answered:
        values["answers"] = _answers(booking)
    for ticket in booking.tickets:
        number = ticket.position
        values[f"name{number}"] = escape(ticket.display_name)
        values[f"code{number}"] = ticket.code
        values[f"own{number}"] = ticket.companion_key
        if ticket.cancelled_at is None:
            values[f"qr{number}"] = qr_code(ticket.code)
    return values
