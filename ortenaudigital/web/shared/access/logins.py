"""Logging in and out: counted, written down, and over when the server says so."""

import logging
from collections.abc import Sequence
from functools import wraps
from typing import Any

from flask import Flask, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user, user_logged_out
from flask_security import user_authenticated
from flask_security.forms import LoginForm

from ortenaudigital.accounts.commands import find_user_id
from ortenaudigital.accounts.errors import LoginOvertaken
from ortenaudigital.accounts.models import User
from ortenaudigital.accounts.rules import REMEMBERED_LONGEST, device_of
from ortenaudigital.accounts.sessions import (
    Opening,
    end_session,
    give_sign,
    is_by_second_factor,
    is_open,
    open_session,
    session_key,
    wants_sign,
)
from ortenaudigital.audit.commands import record
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.extensions import security
from ortenaudigital.limits.commands import Claim, spend, take
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.limits.rules import LOGINS, LOGINS_TO_ACCOUNT, NOTED_REFUSALS, Limit
from ortenaudigital.web.shared.access.known_browsers import know_browser, known_browser
from ortenaudigital.web.shared.access.limits import by_network, is_shared
from ortenaudigital.web.shared.access.second_step import (
    begin_anew,
    forget_pending,
    init_second_step,
    is_pending,
    refuse_overtaken,
)
from ortenaudigital.web.shared.answers.refusals import retry_after, words_of

TOKEN = "login"  # noqa: S105  # the name of a place in the session
STRANGER = "stranger"
PASSWORD = "password"  # noqa: S105  # as the library calls a login by one

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
    _ask_nobody_twice(app, manager)
    app.permanent_session_lifetime = REMEMBERED_LONGEST
    init_second_step()
    user_authenticated.connect(_logged_in, app)
    user_logged_out.connect(_logged_out, app)
    app.view_functions["security.login"] = _counted(app.view_functions["security.login"])


def _ask_nobody_twice(app: Flask, manager: Any) -> None:
    """Take what the libraries do at each request, the phones' and the visitors' too, away.

    It was a third of a request that does nothing: one looks up who is there, for permissions that
    are not ours; the other opens the session, for a cookie that we never set.
    """
    security.principal.identity_loaders.clear()
    app.after_request_funcs[None].remove(manager._update_remember_cookie)


def _logged_in(
    _: Flask, user: User, authn_via: Sequence[str] | None = None, **_details: Any
) -> None:
    by = [each for each in authn_via or () if each != PASSWORD]
    # The library would keep the login in a second cookie, which no logout ends elsewhere.
    remembered = session.pop("_remember", None) == "set"
    subject = f"user:{user.id}"
    with transaction():
        refuse_overtaken(user)
        session[TOKEN] = _opened(user, remembered, bool(by))
        record("accounts.logged_in", subject, subject, utc_now(), by=by)
    session.permanent = remembered
    know_browser(user.email)


def device() -> str:
    """Name browser and system of this request in two words."""
    return device_of(request.headers.get("User-Agent", ""))


def _opened(user: User, remembered: bool, by_second_factor: bool) -> str:
    how = Opening(remembered, by_second_factor, device())
    return open_session(user.id, how, utc_now())


def stay_with_new_password(user: User, by_second_factor: bool) -> None:
    """Keep this browser logged in where a new password has ended all logins, with a new token.

    Inside the caller's transaction. `by_second_factor`: whether it was logged in by one before.
    """
    session["_user_id"] = user.get_id()
    session[TOKEN] = _opened(user, session.permanent, by_second_factor)


def is_logged_in_by_second_factor() -> bool:
    """Say whether this browser was logged in by more than a password."""
    return is_by_second_factor(session.get(TOKEN, ""))


def own_session_key() -> bytes:
    """Return how the database names the browser of this request."""
    return session_key(session.get(TOKEN, ""))


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
        # What was begun before must not be finished by who comes next, nor pass for what this
        # password has done.
        forget_pending()
        if request.method != "POST":
            return view()
        email = request.form.get("email", "")
        try:
            spend([*by_network(LOGINS), claim_of(LOGINS_TO_ACCOUNT, email)], utc_now())
        except TooMany as refusal:
            note_refusal(email, "too many tries", once=True)
            return _too_many(refusal)
        try:
            answer = view()
        except LoginOvertaken as error:
            return begin_anew(error)
        if not (current_user.is_authenticated or is_pending()):
            note_refusal(email, "wrong password or unknown")
        return answer

    return login


def claim_of(limit: Limit, email: str) -> Claim:
    """Count who tries to log in to an account."""
    # Counted apart, so that no stranger locks out those who sit in the town hall, or whose browser
    # has logged in before.
    known = known_browser(email)
    place = "shared" if is_shared() else f"known {known}" if known else "elsewhere"
    return Claim(limit, f"{place}:{email.strip().lower()}")


def note_refusal(email: str, reason: str, once: bool = False) -> None:
    """Write down that a login was refused: in the log without a name, in the history with one."""
    log.warning("login refused: %s", reason)
    user_id, now = find_user_id(email), utc_now()
    if user_id is None:
        return
    subject = f"user:{user_id}"
    with transaction():
        # Who knocks without end shall not fill the book either.
        if not once or take(Claim(NOTED_REFUSALS, subject), now):
            record("accounts.login_refused", subject, STRANGER, now, reason=reason)


def _too_many(refusal: TooMany) -> ResponseReturnValue:
    form = LoginForm(request.form)
    page = render_template("organiser/login.html", login_user_form=form, refusal=words_of(refusal))
    return page, 429, retry_after(refusal)
