"""The note of the organisers about a booking."""

from uuid import UUID

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.bookings.notes.commands import change_note
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.bookings.changes.forms import NoteForm
from ortenaudigital.web.organiser.bookings.one import back_to, booking_here
from ortenaudigital.web.shared.access.guards import actor, needs


@organiser.post("/<slug>/buchungen/<uuid:booking_id>/notiz")
@needs(Permission.BOOKINGS_CHANGE)
def note_booking(booking_id: UUID) -> ResponseReturnValue:
    """Write another note."""
    booking, form = booking_here(booking_id), NoteForm()
    if not form.validate():
        flash(str(form.note.errors[0] if form.note.errors else ""), "danger")
        return back_to(booking_id)
    with transaction():
        change_note(booking, form.note.data or "", utc_now(), actor())
    flash(gettext("Die Notiz ist gespeichert."), "success")
    return back_to(booking_id)
