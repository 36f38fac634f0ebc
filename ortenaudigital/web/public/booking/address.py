"""Another mail address for a booking: asked for on its page, confirmed by a letter to it."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.bookings.changes import (
    ask_for_address,
    check_open_to_changes,
    check_receiver,
    confirm_address,
    get_address_change,
)
from ortenaudigital.bookings.changes.errors import SameAddress
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.queries import get_booking_by_key
from ortenaudigital.guests.mistyped import likely_address
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.public.booking.answers import back, open_booking, spend_change
from ortenaudigital.web.public.booking.forms import AddressForm
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.notices import Notice, read_notice, with_notice
from ortenaudigital.web.shared.answers.refusals import retry_after, words_of


@public.get("/buchung/<key>/adresse")
@access(Access.SECRET_LINK)
def address(key: str) -> ResponseReturnValue:
    """Ask for another address, and say that it has to be confirmed."""
    booking = open_booking(key)
    if not booking.valid_tickets or not booking.email:
        return back(key)
    # Whoever mistyped it need not type it again.
    form = AddressForm(formdata=None, data={"email": likely_address(booking.email) or ""})
    return _address(key, booking, form)


def _address(key: str, booking: Booking, form: AddressForm, refusal: str | None = None) -> str:
    return render_template(
        "public/booking/address.html",
        key=key,
        booking=booking,
        event=booking.event,
        form=form,
        refusal=refusal,
    )


@public.post("/buchung/<key>/adresse")
@access(Access.SECRET_LINK)
def ask_address(key: str) -> ResponseReturnValue:
    """Send a letter to another address, which confirms it."""
    booking = open_booking(key)
    form = AddressForm()
    if not form.validate() or not booking.email:
        return _address(key, booking, form), 422
    try:
        spend_change(booking.id)
        with transaction():
            ask_for_address(get_booking_by_key(key), form.email.data, utc_now())
    except SameAddress as error:
        form.email.errors = [words_of(error)]
        return _address(key, get_booking_by_key(key), form), 409
    except TooMany as refusal:
        page = _address(key, get_booking_by_key(key), form, words_of(refusal))
        return page, 429, retry_after(refusal)
    return back(key, Notice.ADDRESS_ASKED)


@public.get("/bestaetigen/adresse/<change_key>")
@access(Access.SECRET_LINK)
def address_confirmation(change_key: str) -> ResponseReturnValue:
    """Ask whether the address is theirs; looking confirms nothing."""
    change = get_address_change(change_key, utc_now())
    if change.confirmed_at is None:
        check_open_to_changes(change.booking, utc_now())
        check_receiver(change.booking, change.email)
    return render_template(
        "public/booking/address_confirmation.html",
        change=change,
        event=change.booking.event,
        notice=read_notice([Notice.ADDRESS_CONFIRMED]),
        here=request.path,
    )


@public.post("/bestaetigen/adresse/<change_key>")
@access(Access.SECRET_LINK)
def confirm_new_address(change_key: str) -> ResponseReturnValue:
    """Write to the address from now on, and send the tickets to it."""
    with transaction():
        now = utc_now()
        confirm_address(get_address_change(change_key, now), now)
    here = url_for("public.address_confirmation", change_key=change_key)
    return redirect(with_notice(here, Notice.ADDRESS_CONFIRMED), 303)
