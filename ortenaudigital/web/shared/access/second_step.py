"""The second step of a login: who has typed the right password, and shows more within minutes."""

from dataclasses import dataclass

from flask import flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import UserMixin
from flask_security.tf_plugin import TfPlugin
from flask_security.utils import _get_post_login_redirect, login_user
from werkzeug.wrappers import Response

from ortenaudigital.accounts.errors import LoginOvertaken
from ortenaudigital.accounts.factors.queries import get_factors, login_state
from ortenaudigital.accounts.models import User
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import lock
from ortenaudigital.kernel.extensions import security
from ortenaudigital.web.shared.answers.refusals import words_of

# Not as an older version called it, whose notes say less.
PENDING = "pending_login"
# How long somebody may look for their phone.
SECONDS = 600


@dataclass(frozen=True)
class Pending:
    """Who logs in, whether they want to stay so, and what the account was like when it began."""

    user: User
    remember: bool
    state: str


class SecondStep(TfPlugin):
    """Holds the login up after the password, where the library asks whether it goes on."""

    def tf_enter(
        self,
        user: UserMixin,
        remember_me: bool | None,
        primary_authn_via: str,
        next_loc: str | None,
    ) -> Response | None:
        """Lead to the second step who has a second factor; the library logs all others in."""
        g.login_state = login_state(db.session.get_one(User, user.id))
        if not get_factors(user.id).some:
            return None
        now = int(utc_now().timestamp())
        session[PENDING] = [user.id, g.login_state, now, bool(remember_me)]
        target = request.form.get("next") or request.args.get("next") or None
        return redirect(url_for("organiser.second_step", next=target), 303)


def init_second_step() -> None:
    """Have the library ask us after each right password."""
    security.two_factor_plugins = SecondStep()


def find_pending() -> Pending | None:
    """Return who is between the two steps.

    None for who is not, took too long, or has another password or other factors by now.
    """
    if PENDING not in session:
        return None
    user_id, state, began, remember = session[PENDING]
    user = db.session.get(User, user_id)
    if utc_now().timestamp() - began > SECONDS or user is None or not user.active:
        return None
    return Pending(user, remember, state) if login_state(user) == state else None


def is_pending() -> bool:
    """Say whether this request has just passed the first step."""
    return PENDING in session


def forget_pending() -> None:
    """Let nobody go on with a login that was begun in this browser."""
    # Looked for first: who has no session shall get no cookie that ends one.
    if PENDING in session:
        session.pop(PENDING)


def complete(who: Pending, factor: str) -> ResponseReturnValue:
    """Log in who has shown a second factor, and lead to where they were going."""
    forget_pending()
    g.login_state = who.state
    try:
        login_user(who.user, remember=who.remember, authn_via=[factor])
    except LoginOvertaken as error:
        return begin_anew(error)
    return redirect(_get_post_login_redirect(), 303)


def refuse_overtaken(user: User) -> None:
    """Look, in the transaction that opens a session, whether the account is as the login found it.

    Raises LoginOvertaken.
    """
    if login_state(lock(user)) != g.login_state:
        raise LoginOvertaken()


def begin_anew(error: LoginOvertaken) -> ResponseReturnValue:
    """Lead to the login page; nothing is left of a login that the library has half done."""
    session.clear()
    g.pop("_login_user", None)
    flash(words_of(error), "warning")
    return redirect(url_for("security.login"), 303)
