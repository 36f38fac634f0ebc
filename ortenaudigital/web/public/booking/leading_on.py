"""Links of bookings whose tickets are in another one: they lead on to it."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.bookings.errors import LeadsOn
from ortenaudigital.web.public.blueprint import public


@public.app_errorhandler(LeadsOn)
def lead_on(moved: LeadsOn) -> ResponseReturnValue:
    """Go to the same page of the other booking; what was sent is not sent there."""
    if request.method not in ("GET", "HEAD") or request.endpoint is None:
        return redirect(url_for("public.booking", key=moved.key), 303)
    here = {**(request.view_args or {}), "key": moved.key}
    return redirect(url_for(request.endpoint, **here), 303)
