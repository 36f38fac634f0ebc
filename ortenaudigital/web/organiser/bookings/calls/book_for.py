"""One form for a call: book for somebody, with or without an address."""

from collections.abc import Sequence

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.bookings.by_phone.commands import book_for as book_for_caller
from ortenaudigital.bookings.by_phone.errors import NeedsReason
from ortenaudigital.bookings.by_phone.rules import Barrier
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.events.queries import list_ticket_types
from ortenaudigital.events.rules import Access
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.web.organiser.blueprint import kept_filters, organiser
from ortenaudigital.web.organiser.bookings.calls.forms import CallForm
from ortenaudigital.web.shared.access.guards import actor, has, needs
from ortenaudigital.web.shared.answers.refusals import words_of


@organiser.get("/<slug>/buchungen/neu")
@needs(Permission.BOOKINGS_CREATE)
def book_for() -> ResponseReturnValue:
    """Ask what somebody who calls wants."""
    types = _types(g.event)
    return _page(_form(types), types)


@organiser.post("/<slug>/buchungen/neu")
@needs(Permission.BOOKINGS_CREATE)
def take_call() -> ResponseReturnValue:
    """Book, and go to the booking; beyond what guests may only with a reason."""
    types = _types(g.event)
    form = _form(types)
    if not form.validate():
        return _page(form, types), 422
    call = form.call(may_exceed=has(Permission.PLACES_EXCEED))
    try:
        with transaction():
            booking_id = book_for_caller(g.event.slug, call, utc_now(), actor())
    except NeedsReason as error:
        return _ask_why(form, types, error.barriers), 409
    except DomainError as error:
        return _page(form, types, words_of(error)), 409
    flash(_words(get_booking(booking_id).email, call.wanted.number), "success")
    where = url_for("organiser.booking", slug=g.event.slug, booking_id=booking_id, **kept_filters())
    return redirect(where, 303)


def _types(event: Event) -> list[TicketType]:
    """Return what can be booked for somebody: passes are given by the fair office."""
    return [each for each in list_ticket_types(event) if each.access is not Access.EXHIBITORS]


def _form(types: Sequence[TicketType]) -> CallForm:
    return CallForm(types, needs=g.event.needs if has(Permission.NEEDS_CHANGE) else ())


def _ask_why(form: CallForm, types: Sequence[TicketType], barriers: Sequence[Barrier]) -> str:
    """Say what guests could not do, and ask for the reason; once more if it was another."""
    seen = " ".join(barriers)
    if has(Permission.PLACES_EXCEED) and form.seen.data == seen and not form.reason.data:
        form.reason.errors = [gettext("Bitte geben Sie eine Begründung an.")]
    form.seen.data = seen
    return _page(form, types, barriers=barriers)


def _page(
    form: CallForm,
    types: Sequence[TicketType],
    refusal: str | None = None,
    barriers: Sequence[Barrier] = (),
) -> str:
    return render_template(
        "organiser/bookings/book_for.html",
        event=g.event,
        form=form,
        types=types,
        refusal=refusal,
        barriers=barriers,
        may_exceed=has(Permission.PLACES_EXCEED),
        chosen=next((each for each in types if each.slug == form.ticket_type.data), None),
    )


def _words(email: str, number: int) -> str:
    booked = ngettext("Ein Ticket ist gebucht.", "%(num)d Tickets sind gebucht.", number)
    sent = (
        gettext("Die Tickets gehen gleich an %(email)s.", email=email)
        if email
        else gettext("Ohne E-Mail-Adresse geht kein Brief hinaus: Drucken Sie die Tickets hier.")
    )
    return f"{booked} {sent}"
