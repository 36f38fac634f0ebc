"""What every request is asked before its view, in this order.

What a view says of itself (who may call it, how much it takes) is looked up once, when the app
starts.
"""

from dataclasses import dataclass

from flask import Flask, request
from flask.typing import ResponseReturnValue

from ortenaudigital.web.shared.access.cross_site import SAFE_METHODS, refuse_foreign
from ortenaudigital.web.shared.access.guards import Rule, enforce, read_rules, wants_login
from ortenaudigital.web.shared.access.key_guard import refuse_another_key
from ortenaudigital.web.shared.access.limits import look_for_proxy
from ortenaudigital.web.shared.requests.addresses import without_trailing_marks
from ortenaudigital.web.shared.requests.sizes import (
    FORM,
    Size,
    refuse_many_fields,
    refuse_too_much,
)
from ortenaudigital.web.shared.requests.values import refuse_json

# They say how the shop is, whatever is wrong with its key.
ANY_KEY = ("public.healthz", "public.readyz")


@dataclass(frozen=True)
class Route:
    """What the view behind an address says of itself."""

    rule: Rule | None = None
    size: Size = FORM
    wants_token: bool = False
    any_key: bool = False


NOWHERE = Route()


def init_checks(app: Flask) -> None:
    """Check all requests; call it when all views are there.

    Raises RuntimeError for a view without a rule.
    """
    rules = read_rules(app)
    routes = {endpoint: _route(app, endpoint, rule) for endpoint, rule in rules.items()}

    @app.before_request
    def check() -> ResponseReturnValue | None:
        route = routes.get(request.endpoint or "", NOWHERE)
        refuse_too_much(route.size)
        if request.environ.get("CONTENT_TYPE"):
            refuse_many_fields(route.size)
            refuse_json()
        if request.method not in SAFE_METHODS:
            refuse_foreign(route.wants_token)
        if not route.any_key:
            # Before all that follows: whatever a page would say is wrong without the right key.
            refuse_another_key()
        look_for_proxy()
        return without_trailing_marks() or enforce(route.rule)


def _route(app: Flask, endpoint: str, rule: Rule) -> Route:
    return Route(
        rule=rule,
        size=getattr(app.view_functions.get(endpoint), "size", FORM),
        # The organisers' forms alone: see cross_site.
        wants_token=wants_login(rule) or endpoint.startswith("security."),
        any_key=endpoint in ANY_KEY,
    )
