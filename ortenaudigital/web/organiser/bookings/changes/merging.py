"""Merge two bookings of one person, after looking at both."""

from uuid import UUID

from flask import flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.bookings.errors import UnknownBooking
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.organising.duplicates import find_by_reference, find_duplicates_of
from ortenaudigital.bookings.organising.merging import check_mergeable, merge
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.bookings.one import back_to, booking_here
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import words_of


@organiser.get("/<slug>/buchungen/<uuid:booking_id>/zusammenfuehren")
@needs(Permission.BOOKINGS_CHANGE)
def merging(booking_id: UUID) -> ResponseReturnValue:
    """Ask which other booking, then show both and what follows."""
    booking, typed = booking_here(booking_id), request.args.get("mit", "").strip()
    if not typed:
        return _page(booking)
    other = find_by_reference(g.event, typed)
    if other is None:
        words = gettext("Zu dieser Veranstaltung gibt es keine Buchung mit dieser Nummer.")
        return _page(booking, refusal=words), 422
    try:
        check_mergeable(booking, other, utc_now())
    except DomainError as error:
        return _page(booking, refusal=words_of(error)), 409
    return _page(booking, other)


@organiser.post("/<slug>/buchungen/<uuid:booking_id>/zusammenfuehren")
@needs(Permission.BOOKINGS_CHANGE)
def merge_bookings(booking_id: UUID) -> ResponseReturnValue:
    """Move the tickets of another booking to this one."""
    other_id = request.form.get("other", None, UUID)
    if other_id is None:
        return _page(booking_here(booking_id), refusal=words_of(UnknownBooking())), 422
    try:
        with transaction():
            number = merge(booking_here(booking_id), booking_here(other_id), utc_now(), actor())
    except UnknownBooking:
        raise
    except DomainError as error:
        return _page(booking_here(booking_id), refusal=words_of(error)), 409
    words = ngettext(
        "Ein Ticket ist hierher übernommen.", "%(num)d Tickets sind hierher übernommen.", number
    )
    flash(words, "success")
    return back_to(booking_id)


def _page(booking: Booking, other: Booking | None = None, refusal: str | None = None) -> str:
    return render_template(
        "organiser/bookings/changes/merge.html",
        event=g.event,
        booking=booking,
        other=other,
        candidates=find_duplicates_of(booking),
        refusal=refusal,
    )
