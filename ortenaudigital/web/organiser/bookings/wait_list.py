"""The wait list: who waits for what, which offers run; and to step in."""

from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.adapters.tables import Table
from ortenaudigital.bookings.wait_list.commands import leave, open_list
from ortenaudigital.bookings.wait_list.errors import (
    NotWaiting,
    RightGone,
    TooFewPlaces,
    UnknownEntry,
)
from ortenaudigital.bookings.wait_list.exports import wait_list_table
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.offers import offer_now
from ortenaudigital.bookings.wait_list.queries import (
    MOST_LISTED,
    Counted,
    count_by_type,
    get_entry,
    list_ended,
    list_open,
)
from ortenaudigital.bookings.wait_list.rules import EntryState
from ortenaudigital.events.errors import UnknownEvent
from ortenaudigital.events.models import TicketType
from ortenaudigital.events.queries import list_ticket_types
from ortenaudigital.events.rules import Access
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.handing_out import list_file
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.forms import one_line

MOST_REASON = 200


@organiser.get("/<slug>/warteliste")
@needs(Permission.BOOKINGS_READ)
def wait_list() -> ResponseReturnValue:
    """Show who waits, by ticket type in order, and who no longer does."""
    return _page()


@list_file("/<slug>/warteliste", "wait_list")
def wait_list_rows() -> Table:
    """Return who waits, and who no longer does."""
    return wait_list_table(g.event)


@organiser.post("/<slug>/warteliste/<uuid:entry_id>/anbieten")
@needs(Permission.BOOKINGS_CHANGE)
def offer_to_entry(entry_id: UUID) -> ResponseReturnValue:
    """Offer places to somebody out of turn, with a reason."""
    entry = _entry(entry_id)
    reason = (one_line(request.form.get("reason")) or "")[:MOST_REASON]
    if not reason:
        return _page(gettext("Bitte geben Sie an, warum jemand außer der Reihe dran ist.")), 422
    try:
        with transaction():
            offer_now(entry.id, reason, utc_now(), actor())
    except (NotWaiting, RightGone, TooFewPlaces) as error:
        return _page(words_of(error)), 409
    flash(gettext("Das Angebot ist unterwegs."), "success")
    return _back()


@organiser.post("/<slug>/warteliste/<uuid:entry_id>/entfernen")
@needs(Permission.BOOKINGS_CHANGE)
def remove_entry(entry_id: UUID) -> ResponseReturnValue:
    """Take somebody off the list; they are told."""
    entry = _entry(entry_id)
    try:
        with transaction():
            leave(entry.id, utc_now(), EntryState.REMOVED, actor())
    except NotWaiting as error:
        return _page(words_of(error)), 409
    flash(gettext("Der Eintrag ist von der Warteliste genommen."), "success")
    return _back()


@organiser.post("/<slug>/warteliste/arten/<int:type_id>")
@needs(Permission.BOOKINGS_CHANGE)
def open_wait_list(type_id: int) -> ResponseReturnValue:
    """Let more people join the list of a ticket type, or none."""
    found = [each for each in list_ticket_types(g.event) if each.id == type_id]
    if not found:
        raise UnknownEvent()
    is_open = request.form.get("open") == "yes"
    with transaction():
        open_list(found[0], is_open=is_open, now=utc_now(), actor=actor())
    words = gettext("Die Warteliste ist geöffnet.") if is_open else None
    flash(words or gettext("Die Warteliste ist geschlossen."), "success")
    return _back()


def _entry(entry_id: UUID) -> WaitListEntry:
    entry = get_entry(entry_id)
    if entry.event.id != g.event.id:
        raise UnknownEntry()
    return entry


def _back() -> ResponseReturnValue:
    return redirect(url_for("organiser.wait_list", slug=g.event.slug), 303)


def _page(refusal: str | None = None) -> str:
    event = g.event
    counts = count_by_type(event)
    types = [each for each in list_ticket_types(event) if _is_shown(each, counts)]
    return render_template(
        "organiser/bookings/wait_list.html",
        event=event,
        refusal=refusal,
        most=MOST_LISTED,
        lists=[(each, counts.get(each.id, Counted()), list_open(each)) for each in types],
        ended=list_ended(event),
        now=utc_now(),
    )


def _is_shown(ticket_type: TicketType, counts: dict[int, Counted]) -> bool:
    return ticket_type.access is not Access.EXHIBITORS or ticket_type.id in counts
