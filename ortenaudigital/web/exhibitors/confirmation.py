"""The page behind the first letter: whoever owns the address confirms the application, or not."""

from hmac import compare_digest

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.fair.commands import confirm, disown
from ortenaudigital.fair.errors import UnknownExhibitor
from ortenaudigital.fair.links import address_proof
from ortenaudigital.fair.models import Exhibitor
from ortenaudigital.fair.queries import get_exhibitor_by_key
from ortenaudigital.fair.rules import State, confirm_until
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.exhibitors.blueprint import exhibitors
from ortenaudigital.web.shared.access.guards import Access, access


def _exhibitor(key: str, proof: str) -> Exhibitor:
    exhibitor = get_exhibitor_by_key(key)
    if not compare_digest(proof.encode(), address_proof(exhibitor.id).encode()):
        raise UnknownExhibitor()
    return exhibitor


@exhibitors.get("/aussteller/<key>/bestaetigen/<proof>")
@access(Access.SECRET_LINK)
def confirmation(key: str, proof: str) -> ResponseReturnValue:
    """Ask whether the application is theirs; looking confirms nothing."""
    exhibitor = _exhibitor(key, proof)
    if exhibitor.state != State.UNCONFIRMED:
        return redirect(url_for("exhibitors.portal", key=key))
    return render_template(
        "exhibitors/confirmation.html",
        event=exhibitor.event,
        email=exhibitor.email,
        confirm_until=confirm_until(exhibitor.applied_at),
        here=url_for("exhibitors.confirm_address", key=key, proof=proof),
    )


@exhibitors.post("/aussteller/<key>/bestaetigen/<proof>")
@access(Access.SECRET_LINK)
def confirm_address(key: str, proof: str) -> ResponseReturnValue:
    """Confirm the address and go to the portal, or delete what somebody else typed."""
    exhibitor = _exhibitor(key, proof)
    event, mine = exhibitor.event, request.form.get("answer") != "not_mine"
    with transaction():
        if mine:
            confirm(exhibitor, utc_now())
        else:
            disown(exhibitor, utc_now())
    if mine:
        return redirect(url_for("exhibitors.portal", key=key), 303)
    return render_template("exhibitors/disowned.html", event=event)
