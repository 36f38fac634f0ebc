"""The list of invitations: how far each has come, remind the rest, take one back."""

from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.adapters.tables import Table
from ortenaudigital.bookings.access.errors import NotSendable, OtherNumber
from ortenaudigital.bookings.access.exports import invitations_table
from ortenaudigital.bookings.access.invitations import remind, withdraw
from ortenaudigital.bookings.access.queries import (
    count_invitations,
    count_to_remind,
    get_invitation,
    list_invitations,
)
from ortenaudigital.bookings.access.rules import InvitationState
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.outbox.queries import letters_by_subject
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.bookings.invitations.forms import RemindForm
from ortenaudigital.web.organiser.handing_out import list_file
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import words_of


@organiser.get("/<slug>/einladungen")
@needs(Permission.BOOKINGS_READ)
def invitations() -> ResponseReturnValue:
    """List the invitations to an event, the newest first."""
    event = g.event
    state = _state()
    after, before = request.args.get("nach", None, UUID), request.args.get("vor", None, UUID)
    found = list_invitations(event, state, after, before)
    return render_template(
        "organiser/invitations/invitations.html",
        event=event,
        found=found,
        state=state or "",
        counts=count_invitations(event),
        due=count_to_remind(event, utc_now()),
        letters=letters_by_subject([str(each.id) for each in found.rows]),
    )


@list_file("/<slug>/einladungen", "invitations")
def invitations_rows() -> Table:
    """Return the invitations, all or those in the state that the address chooses."""
    return invitations_table(g.event, _state())


def _state() -> InvitationState | None:
    return request.args.get("status", None, InvitationState)


@organiser.get("/<slug>/einladungen/erinnern")
@needs(Permission.BOOKINGS_CHANGE)
def remind_invited() -> ResponseReturnValue:
    """Say how many would be reminded, and ask."""
    return _ask(g.event)


@organiser.post("/<slug>/einladungen/erinnern")
@needs(Permission.BOOKINGS_CHANGE)
def send_reminders() -> ResponseReturnValue:
    """Remind all who have not answered, if it is still as many."""
    form = RemindForm()
    if not form.validate():
        return _ask(g.event), 422
    try:
        with transaction():
            number = remind(g.event, form.expected.data, utc_now(), actor())
    except (OtherNumber, NotSendable) as error:
        return _ask(g.event, words_of(error)), 409
    words = ngettext(
        "Eine Erinnerung geht gleich hinaus.", "%(num)d Erinnerungen gehen gleich hinaus.", number
    )
    flash(words, "success")
    return _back()


def _ask(event: Event, refusal: str | None = None) -> str:
    number = count_to_remind(event, utc_now())
    form = RemindForm(formdata=None, data={"expected": number})
    return render_template(
        "organiser/invitations/remind.html", event=event, form=form, number=number, refusal=refusal
    )


@organiser.post("/<slug>/einladungen/<uuid:invitation_id>/zurueckziehen")
@needs(Permission.BOOKINGS_CHANGE)
def withdraw_invitation(invitation_id: UUID) -> ResponseReturnValue:
    """Let a link open nothing any more."""
    invitation = get_invitation(g.event, invitation_id)
    with transaction():
        withdraw(invitation, utc_now(), actor())
    flash(gettext("Die Einladung ist zurückgezogen. Gebuchte Tickets gelten weiter."), "success")
    return _back()


def _back() -> ResponseReturnValue:
    return redirect(url_for("organiser.invitations", slug=g.event.slug), 303)
