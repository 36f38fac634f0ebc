"""Who may enter. Every view says it once; a view that says nothing keeps the app from starting.

Views of the organisers name the permission they need. An event at which somebody has no role does
not exist for them.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import ParamSpec, TypeVar

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ortenaudigital.accounts.errors import LoggedOut, PermissionMissing
from ortenaudigital.accounts.permissions import Permission, Role
from ortenaudigital.checkin.devices.paired import know_device
from ortenaudigital.checkin.errors import DeviceRefused
from ortenaudigital.events.errors import UnknownEvent
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import EventName
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.web.shared.access.cross_site import SAFE_METHODS
from ortenaudigital.web.shared.access.logins import is_logged_in_by_second_factor, stay
from ortenaudigital.web.shared.answers.sending_again import may_be_sent_again

WANTED = "wanted"

P = ParamSpec("P")
R = TypeVar("R")


class Access(StrEnum):
    """The kinds of doors in the house."""

    PUBLIC = "public"
    # The address itself is the secret: the view looks it up and answers 404 to strangers.
    SECRET_LINK = "secret_link"  # noqa: S105  # the name of a rule
    DEVICE = "device"
    # Whoever has an account: what is on the page is their own.
    LOGGED_IN = "logged_in"
    # The same, even before they have the second factor that their role asks for.
    SETTING_UP = "setting_up"


Rule = Access | Permission

RULES: dict[str, Rule] = {
    "static": Access.PUBLIC,
    "security.login": Access.PUBLIC,
    "security.logout": Access.PUBLIC,
}


def access(rule: Access) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Say who may call a view."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        view.access = rule  # type: ignore[attr-defined]  # a mark that read_rules reads
        return view

    return mark


def needs(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Say which permission a view of the organisers needs."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        view.access = permission  # type: ignore[attr-defined]  # a mark that read_rules reads
        return view

    return mark


def read_rules(app: Flask) -> dict[str, Rule]:
    """Collect the rules of all views. Raises RuntimeError for a view without one."""
    rules: dict[str, Rule] = dict(RULES)
    for endpoint, view in app.view_functions.items():
        rule = getattr(view, "access", rules.get(endpoint))
        if rule is None:
            raise RuntimeError(f"{endpoint}: no access rule; see web/shared/access/guards.py")
        rules[endpoint] = rule
    app.extensions["access_rules"] = rules
    app.jinja_env.globals["may"] = may
    return rules


def wants_login(rule: Rule | None) -> bool:
    """Say whether only who is logged in may call a view."""
    return isinstance(rule, Permission) or rule in (Access.LOGGED_IN, Access.SETTING_UP)


def enforce(rule: Rule | None) -> ResponseReturnValue | None:
    """Let pass whom the rule of a view lets; send others to the login, or refuse them."""
    if isinstance(rule, Permission):
        return _require_login() or _require_factor() or _require(rule)
    if rule is Access.LOGGED_IN:
        return _require_login() or _require_factor()
    if rule is Access.SETTING_UP:
        return _require_login()
    if rule is Access.DEVICE:
        require_device()
    return None


def _require_login() -> ResponseReturnValue | None:
    if not current_user.is_authenticated:
        if request.method not in SAFE_METHODS and may_be_sent_again():
            raise LoggedOut()
        target = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("security.login", next=target))
    stay()
    return None


def lacks_second_factor() -> bool:
    """Say whether who is logged in must have a second factor, and has not shown one."""
    return (
        bool(current_app.config["CONFIG"].second_factor_for_owners)
        and any(each.role is Role.OWNER for each in current_user.memberships)
        and not is_logged_in_by_second_factor()
    )


def _require_factor() -> ResponseReturnValue | None:
    if not lacks_second_factor():
        return None
    if request.method == "GET":
        session[WANTED] = request.full_path.rstrip("?")
    return redirect(url_for("organiser.second_factor"))


def wanted_before() -> str | None:
    """Return where who has a second factor by now wanted to go; asked once."""
    return session.pop(WANTED, None)


def _require(permission: Permission) -> ResponseReturnValue | None:
    if not _is_known():
        raise UnknownEvent()
    if not has(permission):
        raise PermissionMissing()
    return None


def _is_known() -> bool:
    if "event" not in g:
        # The address names no event.
        return True
    return g.event is not None and bool(current_user.permissions_at(g.event.id))


def has(permission: Permission) -> bool:
    """Say whether who is logged in has a permission: at the event in hand, else at any."""
    # Looked up once: a page asks sixty times.
    user = current_user._get_current_object()
    if not user.is_authenticated:
        return False
    event = g.get("event")
    if event is None:
        return bool(user.has_anywhere(permission))
    return permission in user.permissions_at(event.id)


def may(endpoint: str, anywhere: bool = False, event: Event | EventName | None = None) -> bool:
    """Say whether who is logged in may call a view, so that no page offers what is refused.

    `anywhere`: the view is about all events, whichever is looked at. `event`: about this one, on a
    page that is about several.
    """
    rule = current_app.extensions["access_rules"][endpoint]
    if not isinstance(rule, Permission):
        return True
    if anywhere:
        return bool(current_user.is_authenticated and current_user.has_anywhere(rule))
    if event:
        return bool(current_user.is_authenticated) and rule in current_user.permissions_at(event.id)
    return has(rule)


def require_device() -> None:
    """Find the paired phone that asks. Raises DeviceRefused."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise DeviceRefused()
    g.device = know_device(token.strip(), utc_now())


def actor() -> str:
    """Name the organiser at work, for the record of what happened."""
    return str(current_user.email)
