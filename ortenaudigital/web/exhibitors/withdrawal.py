"""An exhibitor takes the application out."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.fair.applications.deciding.withdrawing import withdraw
from ortenaudigital.fair.applications.rules import AT_STAKE
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.exhibitors.blueprint import exhibitors
from ortenaudigital.web.exhibitors.portal.visitors import visitor_of
from ortenaudigital.web.shared.access.guards import Access, access


@exhibitors.get("/aussteller/<key>/zurueckziehen")
@access(Access.SECRET_LINK)
def withdrawal(key: str) -> ResponseReturnValue:
    """Ask whether the application is to be taken out; looking changes nothing."""
    exhibitor = visitor_of(key).exhibitor
    return render_template(
        "exhibitors/withdrawal.html",
        exhibitor=exhibitor,
        event=exhibitor.event,
        key=key,
        possible=exhibitor.state in AT_STAKE and exhibitor.erased_at is None,
    )


@exhibitors.post("/aussteller/<key>/zurueckziehen")
@access(Access.SECRET_LINK)
def withdraw_application(key: str) -> ResponseReturnValue:
    """Take it out, and show so."""
    visitor = visitor_of(key)
    with transaction():
        withdraw(visitor.exhibitor, utc_now(), visitor.actor)
    return redirect(url_for("exhibitors.portal", key=key), 303)
