"""The booking form: one page, one press, one booking."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.errors import (
    BookingClosed,
    EventCancelled,
    EventChanged,
    NotBookable,
    NotYetOpen,
    TooManyTickets,
)
from ortenaudigital.bookings.links import booking_key
from ortenaudigital.events.errors import SoldOut
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import (
    capacity_of,
    get_public_event,
    list_bookable_types,
    list_ticket_types,
)
from ortenaudigital.events.rules import Access as Booker
from ortenaudigital.events.rules import Phase, erase_at
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import take_each
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.limits.rules import BOOKINGS
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.public.forms import BookingForm
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.access.limits import by_network
from ortenaudigital.web.shared.answers.pagecache import cached_form
from ortenaudigital.web.shared.answers.refusals import retry_after, words_of
from ortenaudigital.web.shared.event_page import phase_of
from ortenaudigital.web.shared.forms import fill_hole


@public.get("/<slug>/tickets")
@access(Access.PUBLIC)
def tickets(slug: str) -> ResponseReturnValue:
    """Show the booking form, or say why there is none."""
    return cached_form(lambda: _empty_form(slug), fill_hole)


REFUSALS = (
    SoldOut,
    NotYetOpen,
    BookingClosed,
    EventCancelled,
    NotBookable,
    TooManyTickets,
    EventChanged,
)


def _empty_form(slug: str) -> str:
    form = BookingForm()
    form.leave_hole()
    return _page(get_public_event(slug), form)


@public.post("/<slug>/tickets")
@access(Access.PUBLIC)
def book_tickets(slug: str) -> ResponseReturnValue:
    """Book, and go to the booking's own page."""
    form = BookingForm()
    if not form.validate():
        return _page(get_public_event(slug), form), 422
    network = by_network(BOOKINGS)
    try:
        with transaction():
            booking_id = book(slug, form.booking_request(), utc_now(), network)
    except REFUSALS as error:
        # Rolled back with the booking, but whoever is refused without end is counted as well.
        with transaction():
            take_each(network, utc_now())
        return _page(get_public_event(slug), form, words_of(error)), 409
    except TooMany as refusal:
        return _page(get_public_event(slug), form, words_of(refusal)), 429, retry_after(refusal)
    return redirect(url_for("public.booking", key=booking_key(booking_id)), 303)


def _page(event: Event, form: BookingForm, refusal: str | None = None) -> str:
    now = utc_now()
    phase = phase_of(event, now)
    ticket_types = list(list_bookable_types(event, now))
    left = capacity_of(ticket_types).left
    if phase is not Phase.OPEN:
        return render_template("public/closed.html", event=event, phase=phase)
    if left == 0:
        public_types = list_ticket_types(event, Booker.PUBLIC)
        if public_types and not ticket_types:
            # Whatever the public may book was for days that are over.
            return render_template("public/closed.html", event=event, phase=Phase.CLOSED)
        return render_template("public/sold_out.html", event=event, by_invitation=not public_types)
    form.offer(ticket_types)
    return render_template(
        "public/tickets.html",
        event=event,
        form=form,
        ticket_types=ticket_types,
        left=left,
        refusal=refusal,
        erase_at=erase_at(day.closes_at for day in event.days),
    )
