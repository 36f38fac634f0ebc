"""The tickets of a booking: of another type, one more, fewer, or valid again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.bookings.changes import Cancelling, cancel_tickets, next_position
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.notes.commands import add_reason
from ortenaudigital.bookings.organising.adding import Addition, add_for
from ortenaudigital.bookings.organising.errors import NeedsPlaces
from ortenaudigital.bookings.organising.moving import Move, move_tickets
from ortenaudigital.bookings.organising.restoring import Restoring, restore_tickets
from ortenaudigital.events.models import TicketType
from ortenaudigital.events.queries import list_ticket_types
from ortenaudigital.events.rules import Access
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.bookings.changes.forms import (
    AddForm,
    MoveForm,
    TicketsForm,
    WithdrawForm,
)
from ortenaudigital.web.organiser.bookings.one import back_to, booking_here
from ortenaudigital.web.shared.access.guards import actor, has, needs
from ortenaudigital.web.shared.answers.refusals import words_of


@dataclass(frozen=True)
class Action:
    """One thing to do with tickets: its form for a booking, and what it does."""

    form: Callable[[Booking], Any]
    act: Callable[[Booking, Any], str]


def _move_form(booking: Booking) -> MoveForm:
    form = MoveForm()
    form.offer(booking.valid_tickets)
    form.offer_types(offered_types())
    return form


def _move(booking: Booking, form: MoveForm) -> str:
    wanted = Move(form.positions.data, _chosen(form.ticket_type.data), _reason(form))
    number = move_tickets(booking, wanted, utc_now(), actor())
    if not number:
        return gettext("Es war nichts zu ändern.")
    return ngettext("Ein Ticket ist umgetauscht.", "%(num)d Tickets sind umgetauscht.", number)


def _add_form(booking: Booking) -> AddForm:
    form = AddForm(data={"position": next_position(booking)})
    form.offer_types(offered_types())
    return form


def _add(booking: Booking, form: AddForm) -> str:
    kind, position = _chosen(form.ticket_type.data), form.position.data or 0
    wanted = Addition(kind, position, form.name.data or "", _reason(form))
    add_for(booking, wanted, utc_now(), actor())
    return gettext("Das Ticket ist dazugebucht.")


def _withdraw_form(booking: Booking) -> WithdrawForm:
    form = WithdrawForm()
    form.offer(booking.valid_tickets)
    return form


def _withdraw(booking: Booking, form: WithdrawForm) -> str:
    now, how = utc_now(), Cancelling(silent=form.silent.data)
    number = cancel_tickets(booking, set(form.positions.data), now, actor(), how)
    if not number:
        return gettext("Es war nichts zu stornieren.")
    add_reason(booking.id, form.reason.data or "", now)
    return ngettext("Ein Ticket ist storniert.", "%(num)d Tickets sind storniert.", number)


def _restore_form(booking: Booking) -> TicketsForm:
    form = TicketsForm()
    form.offer([each for each in booking.tickets if each.cancelled_at])
    return form


def _restore(booking: Booking, form: TicketsForm) -> str:
    number = restore_tickets(
        booking, Restoring(form.positions.data, _reason(form)), utc_now(), actor()
    )
    if not number:
        return gettext("Es war nichts zu ändern.")
    return ngettext("Ein Ticket gilt wieder.", "%(num)d Tickets gelten wieder.", number)


ACTIONS = {
    "umtauschen": Action(_move_form, _move),
    "dazu": Action(_add_form, _add),
    "storno": Action(_withdraw_form, _withdraw),
    "zurueck": Action(_restore_form, _restore),
}
ROUTE = f"/<slug>/buchungen/<uuid:booking_id>/tickets/<any({','.join(ACTIONS)}):action>"


@organiser.get(ROUTE)
@needs(Permission.BOOKINGS_CHANGE)
def tickets(booking_id: UUID, action: str) -> ResponseReturnValue:
    """Ask which tickets, and say what follows."""
    booking = booking_here(booking_id)
    return _page(booking, action, ACTIONS[action].form(booking))


@organiser.post(ROUTE)
@needs(Permission.BOOKINGS_CHANGE)
def change_tickets(booking_id: UUID, action: str) -> ResponseReturnValue:
    """Do it, or show the page again and say why not."""
    booking = booking_here(booking_id)
    form = ACTIONS[action].form(booking)
    if not form.validate():
        return _page(booking, action, form), 422
    try:
        with transaction():
            words = ACTIONS[action].act(booking_here(booking_id), form)
    except DomainError as error:
        if isinstance(error, NeedsPlaces) and has(Permission.PLACES_EXCEED):
            form.reason.errors = [gettext("Bitte geben Sie eine Begründung an.")]
        return _page(booking_here(booking_id), action, form, words_of(error)), 409
    flash(words, "success")
    return back_to(booking_id)


def _reason(form: TicketsForm | AddForm) -> str:
    """Return why extra places may be added, if whoever says so may."""
    return form.reason.data or "" if has(Permission.PLACES_EXCEED) else ""


def offered_types() -> Sequence[TicketType]:
    """Return the types that tickets can be of: all but the passes of exhibitors."""
    return [each for each in list_ticket_types(g.event) if each.access is not Access.EXHIBITORS]


def _chosen(slug: str) -> TicketType:
    return next(each for each in offered_types() if each.slug == slug)


def _page(booking: Booking, action: str, form: Any, refusal: str | None = None) -> str:
    return render_template(
        "organiser/bookings/changes/tickets.html",
        event=g.event,
        booking=booking,
        action=action,
        form=form,
        types=offered_types(),
        refusal=refusal,
        may_exceed=has(Permission.PLACES_EXCEED),
    )
