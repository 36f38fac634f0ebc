"""Logging in and out: counted, written down, and over when the server says so."""

import logging
from functools import wraps
from typing import Any

from flask import Flask, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user, user_logged_out
from flask_security import user_authenticated
from flask_security.forms import LoginForm

from ortenaudigital.accounts.commands import (
    end_session,
    find_user_id,
    give_sign,
    is_open,
    open_session,
    wants_sign,
)
from ortenaudigital.accounts.models import User
from ortenaudigital.accounts.rules import REMEMBERED_LONGEST
from ortenaudigital.audit.commands import record
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import Claim, spend
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.limits.rules import LOGINS, LOGINS_TO_ACCOUNT
from ortenaudigital.web.shared.errors import words_of
from ortenaudigital.web.shared.limits import by_network, is_exempt, retry_after

TOKEN = "login"  # noqa: S105  # the name of a place in the session
STRANGER = "stranger"

log = logging.getLogger(__name__)


def init_logins(app: Flask) -> None:
    """Make logins end on the server, and count who tries."""
    manager: Any = app.login_manager  # type: ignore[attr-defined]  # set by Flask-Login
    load = manager._user_callback

    def load_if_open(user_id: str) -> User | None:
        user, token = load(user_id), session.get(TOKEN)
        if user is None or not token or not is_open(token, user.id, utc_now()):
            return None
        return user

    manager.user_loader(load_if_open)
    # Neither an address nor a header logs anybody in: only the login page does.
    manager.request_loader(lambda _: None)
    app.permanent_session_lifetime = REMEMBERED_LONGEST
    user_authenticated.connect(_logged_in, app)
    user_logged_out.connect(_logged_out, app)
    app.view_functions["security.login"] = _counted(app.view_functions["security.login"])


def _logged_in(_: Flask, user: User, **_details: Any) -> None:
    # The library would keep the login in a second cookie, which no logout ends elsewhere.
    remembered = session.pop("_remember", None) == "set"
    subject = f"user:{user.id}"
    with transaction():
        session[TOKEN] = open_session(user.id, remembered, utc_now())
        record("accounts.logged_in", subject, subject, utc_now())
    session.permanent = remembered


def _logged_out(_: Flask, **_details: Any) -> None:
    if token := session.pop(TOKEN, None):
        with transaction():
            end_session(token)


def stay() -> None:
    """Note that the organiser of this request is still there."""
    token, now = session.get(TOKEN), utc_now()
    if token and wants_sign(token, now):
        with transaction():
            give_sign(token, now)


def _counted(view: Any) -> Any:
    @wraps(view)
    def login() -> ResponseReturnValue:
        if request.method != "POST":
            return view()
        email = request.form.get("email", "")
        try:
            spend([*by_network(LOGINS), _account(email)], utc_now())
        except TooMany as refusal:
            _note_refusal(email, "too many tries")
            return _too_many(refusal)
        answer = view()
        if not current_user.is_authenticated:
            _note_refusal(email, "wrong password or unknown")
        return answer

    return login


def _account(email: str) -> Claim:
    # Counted apart, so that no stranger locks out those who sit in the town hall.
    place = "exempt" if is_exempt() else "elsewhere"
    return Claim(LOGINS_TO_ACCOUNT, f"{place}:{email.strip().lower()}")


def _note_refusal(email: str, reason: str) -> None:
    log.warning("login refused: %s", reason)
    user_id = find_user_id(email)
    if user_id is not None:
        with transaction():
            record("accounts.login_refused", f"user:{user_id}", STRANGER, utc_now(), reason=reason)


def _too_many(refusal: TooMany) -> ResponseReturnValue:
    form = LoginForm(request.form)
    page = render_template("organiser/login.html", login_user_form=form, refusal=words_of(refusal))
    return page, 429, retry_after(refusal)
