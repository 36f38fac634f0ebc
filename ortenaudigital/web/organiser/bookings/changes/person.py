"""Who booked: names, organisation, language, address."""

from uuid import UUID

from flask import flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.bookings.changes import (
    Names,
    ask_for_address,
    change_names,
    check_open_to_changes,
    give_address,
)
from ortenaudigital.bookings.groups.queries import find_group
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.organising.correcting import change_language, change_organisation
from ortenaudigital.kernel.addresses import address_key
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.kernel.plain_text import holds_address
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.bookings.changes.forms import PersonForm
from ortenaudigital.web.organiser.bookings.one import back_to, booking_here
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.asked.person import MOST_NAME
from ortenaudigital.web.shared.forms import one_line


@organiser.get("/<slug>/buchungen/<uuid:booking_id>/angaben")
@needs(Permission.BOOKINGS_CHANGE)
def person(booking_id: UUID) -> ResponseReturnValue:
    """Show who booked, to be changed."""
    booking = booking_here(booking_id)
    return _page(booking, _form(booking))


@organiser.post("/<slug>/buchungen/<uuid:booking_id>/angaben")
@needs(Permission.BOOKINGS_CHANGE)
def change_person(booking_id: UUID) -> ResponseReturnValue:
    """Write what was changed; one letter tells it."""
    booking = booking_here(booking_id)
    form, names = _form(booking), _ticket_names(booking)
    bad = any(len(name) > MOST_NAME or holds_address(name) for name in names.values())
    if not form.validate() or bad:
        words = gettext(
            "Bitte schreiben Sie auf jedes Ticket einen Namen mit höchstens 80 Zeichen."
        )
        return _page(booking, form, words if bad else None), 422
    try:
        with transaction():
            asked = _change(booking_here(booking_id), form, names)
    except DomainError as error:
        return _page(booking_here(booking_id), form, words_of(error)), 409
    flash(
        gettext("Gespeichert. Die neue Adresse gilt, sobald sie dort bestätigt ist.")
        if asked
        else gettext("Die Angaben sind gespeichert."),
        "success",
    )
    return back_to(booking_id)


def _form(booking: Booking) -> PersonForm:
    group = find_group(booking.id)
    return PersonForm.of(booking, group.organisation if group else "")


def _ticket_names(booking: Booking) -> dict[int, str]:
    sent = {each.position: request.form.get(f"name_{each.position}") for each in booking.tickets}
    return {position: one_line(name) or "" for position, name in sent.items() if name is not None}


def _change(booking: Booking, form: PersonForm, names: dict[int, str]) -> bool:
    """Change what is other; say whether another address waits to be confirmed."""
    now, who = utc_now(), actor()
    check_open_to_changes(booking, now)
    holder = (form.first_name.data or "", form.last_name.data)
    change_names(booking, Names(holder, names), now, who)
    change_language(booking, form.language.data, now, who)
    change_organisation(booking, form.organisation.data or "", now, who)
    email = form.email.data or ""
    if not email or address_key(email) == address_key(booking.email):
        return False
    if booking.email and not form.at_once.data:
        ask_for_address(booking, email, now)
        return True
    give_address(booking, email, now, who)
    return False


def _page(booking: Booking, form: PersonForm, refusal: str | None = None) -> str:
    return render_template(
        "organiser/bookings/changes/person.html",
        event=g.event,
        booking=booking,
        form=form,
        typed=_ticket_names(booking),
        refusal=refusal,
    )
