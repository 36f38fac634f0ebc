"""Bookings: search, look at one, cancel, send again, give a new code."""

from uuid import UUID

from flask import flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.adapters.tables import Table
from ortenaudigital.audit.commands import list_entries
from ortenaudigital.bookings.changes import (
    Cancelling,
    cancel_tickets,
    reissue_ticket,
    resend_confirmation,
)
from ortenaudigital.bookings.errors import TicketsInside, UnknownTicket
from ortenaudigital.bookings.groups.queries import find_group
from ortenaudigital.bookings.links import booking_url
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.needs.queries import find_needs
from ortenaudigital.bookings.notes.commands import find_note
from ortenaudigital.bookings.organising.duplicates import (
    find_duplicates_of,
    find_merged_into,
    find_merged_with,
)
from ortenaudigital.bookings.questions.queries import list_answers, list_unanswered
from ortenaudigital.bookings.undelivered import clear_undelivered as letters_arrive
from ortenaudigital.checkin.queries import list_admissions
from ortenaudigital.checkin.reports.attendance import list_scans
from ortenaudigital.guests.mistyped import likely_address
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.outbox.queries import list_letters_about
from ortenaudigital.web.organiser.blueprint import kept_filters, organiser
from ortenaudigital.web.organiser.bookings.changes.forms import NoteForm
from ortenaudigital.web.organiser.bookings.one import back_to, booking_here
from ortenaudigital.web.organiser.bookings.shown import shown_list, shown_table
from ortenaudigital.web.organiser.handing_out import list_file
from ortenaudigital.web.shared.access.guards import actor, has, needs
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.requests.values import whole_number


@organiser.get("/<slug>/buchungen")
@needs(Permission.BOOKINGS_READ)
def bookings() -> ResponseReturnValue:
    """Search the bookings of an event; the filters are in the address."""
    return render_template("organiser/bookings/bookings.html", **shown_list(g.event))


@list_file("/<slug>/buchungen", "bookings")
def bookings_table() -> Table:
    """Return the list that the address means."""
    return shown_table(g.event)


@organiser.get("/<slug>/buchungen/<uuid:booking_id>")
@needs(Permission.BOOKINGS_READ)
def booking(booking_id: UUID) -> ResponseReturnValue:
    """Show one booking: who, tickets, letters with their state, history."""
    booking = booking_here(booking_id)
    ticket_ids = [ticket.id for ticket in booking.tickets]
    note = find_note(booking.id)
    merged_with = find_merged_with(booking)
    return render_template(
        "organiser/bookings/booking.html",
        event=booking.event,
        booking=booking,
        booking_url=booking_url(booking),
        admissions=list_admissions(ticket_ids),
        scans=list_scans(ticket_ids),
        letters=list_letters_about(str(booking.id)),
        history=list_entries(booking.id, also=merged_with),
        merged_with=merged_with,
        answers=list_answers(booking.id),
        group=find_group(booking.id),
        needs=find_needs(booking.id) if has(Permission.NEEDS_READ) else None,
        note=note,
        note_form=NoteForm(formdata=None, data={"note": note.note if note else ""}),
        unanswered=list_unanswered(booking),
        duplicates=find_duplicates_of(booking),
        merged_into=find_merged_into(booking),
        meant=likely_address(booking.email),
        over=booking.erased_at is not None or utc_now() >= booking.event.last_day.closes_at,
    )


@organiser.post("/<slug>/buchungen/<uuid:booking_id>/stornieren")
@needs(Permission.BOOKINGS_CHANGE)
def cancel_booking(booking_id: UUID) -> ResponseReturnValue:
    """Cancel the tickets at the chosen positions."""
    booking = booking_here(booking_id)
    positions = set(request.form.getlist("position", type=whole_number))
    how = Cancelling(although_inside=request.form.get("although_inside") == "yes")
    try:
        with transaction():
            number = cancel_tickets(booking, positions, utc_now(), actor(), how)
    except TicketsInside as error:
        return _ask_again(booking_here(booking_id), positions, words_of(error)), 409
    words = ngettext("Ein Ticket ist storniert.", "%(num)d Tickets sind storniert.", number)
    flash(words if number else gettext("Es war nichts zu stornieren."), "success")
    return back_to(booking_id)


def _ask_again(booking: Booking, positions: set[int], refusal: str) -> str:
    return render_template(
        "organiser/bookings/cancel_inside.html",
        event=booking.event,
        booking=booking,
        positions=sorted(positions),
        refusal=refusal,
        kept=kept_filters(),
    )


@organiser.post("/<slug>/buchungen/<uuid:booking_id>/senden")
@needs(Permission.BOOKINGS_CHANGE)
def resend_booking(booking_id: UUID) -> ResponseReturnValue:
    """Send the tickets once more."""
    booking = booking_here(booking_id)
    with transaction():
        resend_confirmation(booking, utc_now(), actor())
    flash(gettext("Die Tickets gehen gleich noch einmal hinaus."), "success")
    return back_to(booking_id)


@organiser.post("/<slug>/buchungen/<uuid:booking_id>/tickets/<int:position>/neu")
@needs(Permission.BOOKINGS_CHANGE)
def reissue(booking_id: UUID, position: int) -> ResponseReturnValue:
    """Give one ticket a new code; the old one is void."""
    booking = booking_here(booking_id)
    with transaction():
        reissue_ticket(_valid_ticket(booking, position), utc_now(), actor())
    flash(gettext("Das Ticket hat einen neuen Code. Der alte gilt nicht mehr."), "success")
    return back_to(booking_id)


@organiser.post("/<slug>/buchungen/<uuid:booking_id>/zustellbar")
@needs(Permission.BOOKINGS_CHANGE)
def clear_undelivered(booking_id: UUID) -> ResponseReturnValue:
    """Take the mark away that letters do not arrive."""
    booking = booking_here(booking_id)
    with transaction():
        letters_arrive(booking, utc_now(), actor())
    flash(gettext("Der Hinweis ist weg. Briefe gehen wieder an diese Adresse."), "success")
    return back_to(booking_id)


def _valid_ticket(booking: Booking, position: int) -> Ticket:
    for ticket in booking.valid_tickets:
        if ticket.position == position:
            return ticket
    raise UnknownTicket()
