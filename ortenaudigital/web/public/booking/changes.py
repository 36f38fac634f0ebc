"""Change names, cancel tickets, send them again: each asks first, and a POST does it."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.bookings.changes import (
    HOLDER,
    cancel_tickets,
    change_names,
    resend_confirmation,
)
from ortenaudigital.bookings.errors import JustSent, SentOften, TicketsInside
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.queries import get_booking_by_key
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import Claim
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.limits.rules import ASKED_LETTERS
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.public.booking.answers import back, open_booking, refused, spend_change
from ortenaudigital.web.public.booking.forms import NamesForm
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.notices import Notice, read_notice, with_notice
from ortenaudigital.web.shared.answers.refusals import retry_after, words_of
from ortenaudigital.web.shared.requests.values import whole_number


@public.get("/buchung/<key>/namen")
@access(Access.SECRET_LINK)
def names(key: str) -> ResponseReturnValue:
    """Ask which names are right, and say what follows."""
    booking = open_booking(key)
    if not booking.valid_tickets:
        return back(key)
    return _names(key, booking, NamesForm.of(booking))


def _names(key: str, booking: Booking, form: NamesForm, refusal: str | None = None) -> str:
    return render_template(
        "public/booking/names.html",
        key=key,
        booking=booking,
        event=booking.event,
        form=form,
        # What was sent may name more than are left.
        named=list(zip(booking.valid_tickets, form.names.entries, strict=False)),
        refusal=refusal,
    )


@public.post("/buchung/<key>/namen")
@access(Access.SECRET_LINK)
def rename(key: str) -> ResponseReturnValue:
    """Write other names on the booking and its tickets."""
    booking = open_booking(key)
    form = NamesForm()
    if not form.validate():
        return _names(key, booking, form), 422
    try:
        spend_change(booking.id)
    except TooMany as refusal:
        page = _names(key, get_booking_by_key(key), form, words_of(refusal))
        return page, 429, retry_after(refusal)
    with transaction():
        booking = get_booking_by_key(key)
        changed = change_names(booking, form.wanted(booking), utc_now())
    return back(key, Notice.NAMES_SAVED if changed else Notice.NOTHING_CHANGED)


@public.get("/buchung/<key>/stornieren")
@access(Access.SECRET_LINK)
def cancellation(key: str) -> ResponseReturnValue:
    """Ask which tickets are to be cancelled, then whether that is meant."""
    booking = open_booking(key)
    valid = booking.valid_tickets
    if not valid:
        return back(key)
    asked = set(request.args.getlist("position", type=whole_number))
    chosen = valid if len(valid) == 1 else [each for each in valid if each.position in asked]
    return render_template(
        "public/booking/cancellation.html",
        key=key,
        booking=booking,
        event=booking.event,
        chosen=chosen,
        # The form says it of itself, for whoever sends it without a choice.
        notice=None if chosen else read_notice([Notice.NONE_CHOSEN]),
    )


@public.post("/buchung/<key>/stornieren")
@access(Access.SECRET_LINK)
def cancel(key: str) -> ResponseReturnValue:
    """Cancel the chosen tickets and give their places back."""
    booking = get_booking_by_key(key)
    positions = set(request.form.getlist("position", type=whole_number))
    spend_change(booking.id)
    try:
        with transaction():
            number = cancel_tickets(booking, positions, utc_now())
    except TicketsInside as error:
        return refused(key, words_of(error), 409)
    if not number and get_booking_by_key(key).valid_tickets:
        here = url_for("public.cancellation", key=key)
        return redirect(with_notice(here, Notice.NONE_CHOSEN), 303)
    return back(key, Notice.CANCELLED)


@public.post("/buchung/<key>/senden")
@access(Access.SECRET_LINK)
def send_booking(key: str) -> ResponseReturnValue:
    """Send the tickets, because somebody has asked for it."""
    booking = get_booking_by_key(key)
    if not booking.email:
        return back(key)
    claim = Claim(ASKED_LETTERS, booking.email.lower())
    try:
        spend_change(booking.id)
        with transaction():
            resend_confirmation(booking, utc_now(), HOLDER, claim)
    except TooMany as refusal:
        return *refused(key, words_of(refusal), 429), retry_after(refusal)
    except (JustSent, SentOften) as error:
        return refused(key, words_of(error), 409)
    return back(key, Notice.TICKETS_SENT)
