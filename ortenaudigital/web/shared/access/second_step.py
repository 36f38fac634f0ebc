"""The second step of a login: who has typed the right password, and shows more within minutes."""

from dataclasses import dataclass

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import UserMixin
from flask_security.tf_plugin import TfPlugin
from flask_security.utils import _get_post_login_redirect, login_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from ortenaudigital.accounts.factors.queries import get_factors
from ortenaudigital.accounts.models import User
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.extensions import security

PENDING = "second_step"
# How long somebody may look for their phone.
SECONDS = 600


@dataclass(frozen=True)
class Pending:
    """Who has typed the right password, and whether they want to stay logged in."""

    user: User
    remember: bool


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
        if not get_factors(user.id).some:
            return None
        # The name that a new password changes: what was begun by the old one ends.
        session[PENDING] = [user.fs_uniquifier, int(utc_now().timestamp()), bool(remember_me)]
        target = request.form.get("next") or request.args.get("next") or None
        return redirect(url_for("organiser.second_step", next=target), 303)


def init_second_step() -> None:
    """Have the library ask us after each right password."""
    security.two_factor_plugins = SecondStep()


def find_pending() -> Pending | None:
    """Return who is between the two steps; None for who is not, or took too long."""
    known = session.get(PENDING)
    if not known or utc_now().timestamp() - known[1] > SECONDS:
        return None
    user = db.session.scalar(select(User).where(User.fs_uniquifier == known[0], User.active))
    return Pending(user, known[2]) if user else None


def is_pending() -> bool:
    """Say whether this request has just passed the first step."""
    return PENDING in session


def complete(user: User, remember: bool, factor: str) -> ResponseReturnValue:
    """Log in who has shown a second factor, and lead to where they were going."""
    session.pop(PENDING, None)
    login_user(user, remember=remember, authn_via=[factor])
    return redirect(_get_post_login_redirect(), 303)
