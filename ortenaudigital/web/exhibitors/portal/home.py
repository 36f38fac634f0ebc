"""The first page of the portal."""

from flask import render_template
from flask.typing import ResponseReturnValue

from ortenaudigital.fair.applications.rules import State, confirm_until
from ortenaudigital.fair.portal.passes.queries import granted_to, pass_types
from ortenaudigital.web.exhibitors.blueprint import exhibitors
from ortenaudigital.web.exhibitors.portal.visitors import Visitor, visitor_of
from ortenaudigital.web.shared.access.guards import Access, access


@exhibitors.get("/aussteller/<key>")
@access(Access.SECRET_LINK)
def portal(key: str) -> ResponseReturnValue:
    """Show an exhibitor where the application stands, and which stand is theirs when."""
    visitor = visitor_of(key)
    return render_template(
        "exhibitors/portal/portal.html",
        key=key,
        exhibitor=visitor.exhibitor,
        event=visitor.event,
        confirm_until=confirm_until(visitor.exhibitor.applied_at),
        has_passes=_has_passes(visitor),
    )


def _has_passes(visitor: Visitor) -> bool:
    if visitor.exhibitor.state != State.ACCEPTED or not pass_types(visitor.event):
        return False
    return granted_to(visitor.exhibitor) > 0
