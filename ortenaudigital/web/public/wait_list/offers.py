"""A place that was offered: accepted or declined by a button, never by a link."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.bookings.errors import (
    BookingClosed,
    EnoughForAddress,
    EventCancelled,
    EventChanged,
    ForeignDomain,
    NotBookable,
    NotYetOpen,
    TooManyTickets,
)
from ortenaudigital.bookings.links import booking_key
from ortenaudigital.bookings.wait_list.answers import accept
from ortenaudigital.bookings.wait_list.commands import leave
from ortenaudigital.bookings.wait_list.errors import NotWaiting, OfferEnded
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.queries import get_entry_by_key
from ortenaudigital.bookings.wait_list.rules import EntryState
from ortenaudigital.events.rules import erase_at
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import Claim, spend
from ortenaudigital.limits.rules import CHANGES
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.public.offering import RIGHT_REFUSALS
from ortenaudigital.web.public.settling import settle_now
from ortenaudigital.web.public.wait_list.entries import entry_page
from ortenaudigital.web.public.wait_list.forms import OfferForm
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.refusals import words_of

REFUSALS = (
    OfferEnded,
    NotYetOpen,
    BookingClosed,
    EventCancelled,
    EventChanged,
    NotBookable,
    TooManyTickets,
    EnoughForAddress,
    ForeignDomain,
    *RIGHT_REFUSALS,
)


@public.get("/angebot/<entry_key>")
@access(Access.SECRET_LINK)
def offer(entry_key: str) -> ResponseReturnValue:
    """Show what is offered, until when, and the buttons."""
    entry = get_entry_by_key(entry_key)
    return _page(entry, entry_key, OfferForm(entry))


@public.post("/angebot/<entry_key>/annehmen")
@access(Access.SECRET_LINK)
def accept_offer(entry_key: str) -> ResponseReturnValue:
    """Book what is offered, and go to the booking's own page."""
    entry = get_entry_by_key(entry_key)
    spend([Claim(CHANGES, str(entry.id))], utc_now())
    form = OfferForm(entry)
    if _is_open(entry) and not form.check():
        return _page(entry, entry_key, form), 422
    try:
        with transaction():
            booking_id = accept(entry_key, form.number.data, utc_now(), answers=form.part.answers)
    except REFUSALS as error:
        # Read after the rollback, so that the page shows what holds.
        return _page(get_entry_by_key(entry_key), entry_key, form, words_of(error)), 409
    return redirect(url_for("public.booking", key=booking_key(booking_id)), 303)


@public.post("/angebot/<entry_key>/ablehnen")
@access(Access.SECRET_LINK)
def decline_offer(entry_key: str) -> ResponseReturnValue:
    """Let the places go on to the next."""
    entry = get_entry_by_key(entry_key)
    spend([Claim(CHANGES, str(entry.id))], utc_now())
    try:
        with transaction():
            leave(entry.id, utc_now(), EntryState.DECLINED)
    except NotWaiting as error:
        entry = get_entry_by_key(entry_key)
        return _page(entry, entry_key, OfferForm(entry), words_of(error)), 409
    settle_now(entry.event.id)
    return redirect(url_for("public.offer", entry_key=entry_key), 303)


def _is_open(entry: WaitListEntry) -> bool:
    return entry.is_offered and entry.hold is not None and entry.hold.until > utc_now()


def _page(entry: WaitListEntry, key: str, form: OfferForm, refusal: str | None = None) -> str:
    if not _is_open(entry):
        return entry_page(entry, key, refusal)
    return render_template(
        "public/wait_list/offer.html",
        entry=entry,
        event=entry.event,
        until=entry.hold and entry.hold.until,
        key=key,
        form=form,
        refusal=refusal,
        erase_at=erase_at(day.closes_at for day in entry.event.days),
    )
