"""The team of an event, or of the whole house: who may do what, another role, removing."""

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from ortenaudigital.accounts.errors import LastOwner, RoleTooHigh
from ortenaudigital.accounts.permissions import PERMISSIONS, Permission, Role
from ortenaudigital.accounts.team.commands import Manager, change_member, remove_member
from ortenaudigital.accounts.team.queries import (
    get_member,
    list_members,
    list_team_invitations,
    list_without_role,
)
from ortenaudigital.accounts.team.rules import givable_roles, is_valid
from ortenaudigital.accounts.team.words import ROLES
from ortenaudigital.events.queries import list_event_names
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.towns.queries import list_towns
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.team.forms import InviteForm, RoleForm
from ortenaudigital.web.organiser.team.words import phrases_of
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.requests.values import whole_number


def manager() -> Manager:
    """Say who decides, about the team of the event in hand or of the whole house.

    Another's event, or the house for who has a role at events only, is not found.
    """
    event = g.get("event")
    if event is not None:
        return Manager(actor(), current_user.permissions_at(event.id), event.id)
    if current_user.reach_of(Permission.PEOPLE_MANAGE) is not None:
        abort(404)
    house = (PERMISSIONS[each.role] for each in current_user.memberships if not each.event_id)
    return Manager(actor(), frozenset().union(*house))


def team_url() -> str:
    """Return the address of the team that the request is about."""
    event = g.get("event")
    return url_for("organiser.team", slug=event.slug) if event else url_for("organiser.team")


@organiser.get("/team")
@organiser.get("/<slug>/team")
@needs(Permission.PEOPLE_MANAGE)
def team() -> ResponseReturnValue:
    """Show who belongs to a team; who has none of the house comes to that of an event."""
    reach = current_user.reach_of(Permission.PEOPLE_MANAGE)
    if g.get("event") is None and reach is not None:
        return redirect(url_for("organiser.team", slug=list_event_names(reach)[0].slug))
    form = InviteForm(formdata=None)
    form.offer(givable_roles(manager().may))
    return team_page(form)


def team_page(form: InviteForm, refusal: str | None = None) -> str:
    """Show a team, with what was typed and why it was refused."""
    who = manager()
    return render_template(
        "organiser/team/team.html",
        event=g.get("event"),
        members=list_members(who.event_id),
        of_house=list_members(None) if who.event_id else [],
        # The house alone decides about accounts; events know those who belong to them.
        without_role=[] if who.event_id else list_without_role(),
        invitations=[
            (each, is_valid(each.sent_at, utc_now()))
            for each in list_team_invitations(who.event_id)
        ],
        form=form,
        refusal=refusal,
        roles=ROLES,
        givable=givable_roles(who.may),
        towns=list_towns(),
        phrases=[(role, phrases_of(role)) for role in Role],
    )


def refused(error: LastOwner | RoleTooHigh) -> ResponseReturnValue:
    """Show the team, and why nothing was changed."""
    form = InviteForm(formdata=None)
    form.offer(givable_roles(manager().may))
    return team_page(form, words_of(error)), 409


@organiser.post("/team/aendern")
@organiser.post("/<slug>/team/aendern")
@needs(Permission.PEOPLE_MANAGE)
def change_team_member() -> ResponseReturnValue:
    """Give somebody another role or town."""
    who, form = manager(), RoleForm()
    member = get_member(who.event_id, _member_id())
    form.offer(list(Role))
    if not form.validate():
        abort(422)
    try:
        with transaction():
            change_member(member.id, Role(form.role.data), form.town_id, who, utc_now())
    except (LastOwner, RoleTooHigh) as error:
        return refused(error)
    flash(gettext("Rolle und Stadt sind gespeichert."), "success")
    return redirect(team_url(), 303)


@organiser.post("/team/entfernen")
@organiser.post("/<slug>/team/entfernen")
@needs(Permission.PEOPLE_MANAGE)
def remove_team_member() -> ResponseReturnValue:
    """Take somebody's role."""
    who = manager()
    member = get_member(who.event_id, _member_id())
    try:
        with transaction():
            remove_member(member.id, who, utc_now())
    except (LastOwner, RoleTooHigh) as error:
        return refused(error)
    flash(gettext("Das Konto gehört nicht mehr zum Team und ist abgemeldet."), "success")
    # Whoever removed themselves may not see the team any more.
    return redirect(team_url(), 303)


def _member_id() -> int:
    return request.form.get("member", 0, whole_number)
