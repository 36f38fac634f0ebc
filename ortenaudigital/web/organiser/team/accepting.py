"""What the link of an invitation to a team opens: a name and a password make an account."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.commands import hashed
from ortenaudigital.accounts.errors import AddressTaken, UnknownInvitation
from ortenaudigital.accounts.team.commands import accept
from ortenaudigital.accounts.team.models import TeamInvitation
from ortenaudigital.accounts.team.queries import get_team_invitation_by_key
from ortenaudigital.accounts.team.words import ROLES
from ortenaudigital.events.queries import list_event_names
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.rules import LOGINS
from ortenaudigital.web.organiser.account.gone import gone_page
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.team.forms import AcceptForm
from ortenaudigital.web.organiser.team.members import team_url
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.access.limits import limited
from ortenaudigital.web.shared.answers.refusals import words_of


@organiser.errorhandler(UnknownInvitation)
def invitation_is_gone(_: UnknownInvitation) -> ResponseReturnValue:
    """Send who has accepted already to the login, and all others to who invited them."""
    if "team_key" not in (request.view_args or {}):
        # Somebody of the team had an old list in view.
        flash(gettext("Diese Einladung ist schon angenommen oder zurückgezogen."), "danger")
        return redirect(team_url(), 303)
    words = gettext(
        "Haben Sie Ihr Konto schon angelegt, dann melden Sie sich an. Sonst bitten Sie um eine "
        "neue, wer Sie eingeladen hat."
    )
    return gone_page(gettext("Diese Einladung gilt nicht mehr"), words)


@organiser.get("/einladung/<team_key>")
@access(Access.SECRET_LINK)
def team_invitation(team_key: str) -> ResponseReturnValue:
    """Ask for a name and a password."""
    found = get_team_invitation_by_key(team_key, utc_now())
    return _page(found, team_key, AcceptForm(formdata=None))


def _page(
    found: TeamInvitation, team_key: str, form: AcceptForm, refusal: str | None = None
) -> str:
    names = list_event_names([found.event_id]) if found.event_id else []
    return render_template(
        "organiser/team/accept.html",
        event=None,
        of=names[0].title if names else "",
        email=found.email,
        role=ROLES[found.role],
        team_key=team_key,
        form=form,
        refusal=refusal,
    )


@organiser.post("/einladung/<team_key>")
@access(Access.SECRET_LINK)
@limited(LOGINS)
def accept_team_invitation(team_key: str) -> ResponseReturnValue:
    """Make the account; its owner logs in with it."""
    form, found = AcceptForm(), get_team_invitation_by_key(team_key, utc_now())
    if not form.validate() or not form.is_hard_to_guess(found.email, form.name.data or ""):
        return _page(found, team_key, form), 422
    password = hashed(form.password.data or "")
    try:
        with transaction():
            accept(found, form.name.data or "", password, utc_now())
    except AddressTaken as error:
        again = get_team_invitation_by_key(team_key, utc_now())
        return _page(again, team_key, form, words_of(error)), 409
    flash(gettext("Ihr Konto ist angelegt. Bitte melden Sie sich an."), "success")
    return redirect(url_for("security.login"), 303)
