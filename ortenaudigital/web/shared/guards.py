"""Who may enter. Every view says it once; a view that says nothing keeps the app from starting."""

from collections.abc import Callable
from enum import StrEnum
from typing import ParamSpec, TypeVar

from flask import Flask, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ortenaudigital.accounts.models import ORGANISER
from ortenaudigital.checkin.devices.commands import get_device_by_token
from ortenaudigital.checkin.errors import DeviceRefused
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.web.shared.logins import stay

P = ParamSpec("P")
R = TypeVar("R")


class Access(StrEnum):
    """The kinds of doors in the house."""

    PUBLIC = "public"
    # The address itself is the secret: the view looks it up and answers 404 to strangers.
    SECRET_LINK = "secret_link"  # noqa: S105  # the name of a rule
    DEVICE = "device"
    ORGANISER = "organiser"


RULES: dict[str, Access] = {
    "static": Access.PUBLIC,
    "security.login": Access.PUBLIC,
    "security.logout": Access.PUBLIC,
}


def access(rule: Access) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Say who may call a view."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        view.access = rule  # type: ignore[attr-defined]  # a mark that init_guards reads
        return view

    return mark


def init_guards(app: Flask) -> None:
    """Enforce the rules of all views. Raises RuntimeError for a view without one."""
    rules = dict(RULES)
    for endpoint, view in app.view_functions.items():
        rule = getattr(view, "access", rules.get(endpoint))
        if rule is None:
            raise RuntimeError(f"{endpoint}: no access rule; see web/guards.py")
        rules[endpoint] = rule
    app.extensions["access_rules"] = rules

    @app.before_request
    def enforce() -> ResponseReturnValue | None:
        rule = rules.get(request.endpoint or "")
        if rule is Access.ORGANISER:
            return _require_organiser()
        if rule is Access.DEVICE:
            _require_device()
        return None


def _require_organiser() -> ResponseReturnValue | None:
    if current_user.is_authenticated and current_user.has_role(ORGANISER):
        stay()
        return None
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("security.login", next=target))


def _require_device() -> None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise DeviceRefused()
    g.device = get_device_by_token(token.strip(), utc_now())


def actor() -> str:
    """Name the organiser at work, for the record of what happened."""
    return str(current_user.email)
