"""Invite somebody to a team, write once more, take it back."""

from uuid import UUID

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.errors import AddressTaken, RoleTooHigh, UnknownInvitation
from ortenaudigital.accounts.permissions import Permission, Role
from ortenaudigital.accounts.team.commands import (
    Manager,
    add_member,
    invite,
    send_again,
    withdraw,
)
from ortenaudigital.accounts.team.queries import get_team_invitation
from ortenaudigital.accounts.team.rules import givable_roles
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import Claim, take_or_refuse
from ortenaudigital.limits.rules import TEAM_LETTERS
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.team.forms import InviteForm
from ortenaudigital.web.organiser.team.members import manager, refused, team_page, team_url
from ortenaudigital.web.shared.access.guards import needs
from ortenaudigital.web.shared.answers.refusals import words_of


@organiser.post("/team/einladen")
@organiser.post("/<slug>/team/einladen")
@needs(Permission.PEOPLE_MANAGE)
def invite_to_team() -> ResponseReturnValue:
    """Invite somebody by mail; who has an account already belongs to the team at once."""
    who, form = manager(), InviteForm()
    form.offer(givable_roles(who.may))
    if not form.validate():
        return team_page(form), 422
    try:
        with transaction():
            added = _add_or_invite(who, form)
    except AddressTaken:
        form.email.errors = [gettext("Diese Adresse gehört schon zum Team.")]
        return team_page(form), 409
    except RoleTooHigh as error:
        return team_page(form, words_of(error)), 409
    flash(
        gettext("Das Konto gehört jetzt zum Team.")
        if added
        else gettext("Die Einladung ist unterwegs. Ihr Link gilt sieben Tage."),
        "success",
    )
    return redirect(team_url(), 303)


def _add_or_invite(who: Manager, form: InviteForm) -> bool:
    email, role, now = form.email.data or "", Role(form.role.data), utc_now()
    if add_member(email, role, who, now):
        return True
    take_or_refuse(Claim(TEAM_LETTERS, email.lower()), now)
    invite(who, email, role, form.town_id, now)
    return False


@organiser.post("/team/einladung")
@organiser.post("/<slug>/team/einladung")
@needs(Permission.PEOPLE_MANAGE)
def change_team_invitation() -> ResponseReturnValue:
    """Write once more, or take an invitation back."""
    who, now = manager(), utc_now()
    invitation = get_team_invitation(who.event_id, _invitation_id())
    try:
        with transaction():
            if request.form.get("deed") == "withdraw":
                withdraw(invitation, who, now)
                words = gettext("Die Einladung ist zurückgezogen.")
            else:
                take_or_refuse(Claim(TEAM_LETTERS, invitation.email), now)
                send_again(invitation, who, now)
                words = gettext("Die Einladung ist noch einmal unterwegs.")
    except RoleTooHigh as error:
        return refused(error)
    flash(words, "success")
    return redirect(team_url(), 303)


def _invitation_id() -> UUID:
    try:
        return UUID(request.form.get("invitation", ""))
    except ValueError as error:
        raise UnknownInvitation() from error
