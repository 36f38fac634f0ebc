"""The application for the fair, and its confirmation by who owns the address."""

from hmac import compare_digest

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.events.queries import get_public_event
from ortenaudigital.fair.applications.commands import apply, confirm, disown
from ortenaudigital.fair.applications.drafts.commands import delete_drafts, find_draft
from ortenaudigital.fair.applications.errors import ApplicationsClosed, UnknownExhibitor
from ortenaudigital.fair.applications.links import address_proof, exhibitor_key
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.queries import get_exhibitor_by_key
from ortenaudigital.fair.applications.rules import State, confirm_until
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import Claim, spend
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.limits.rules import APPLICATIONS, EXHIBITOR_LETTERS
from ortenaudigital.web.exhibitors.blueprint import exhibitors
from ortenaudigital.web.exhibitors.form_page import (
    has_read_letter,
    keep_draft,
    new_form,
    sent_form,
    show_form,
)
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.access.limits import by_network
from ortenaudigital.web.shared.answers.refusals import retry_after, words_of
from ortenaudigital.web.shared.requests.sizes import PICTURE, takes


@exhibitors.get("/<slug>/aussteller/bewerbung")
@access(Access.PUBLIC)
def application(slug: str) -> ResponseReturnValue:
    """Show the application form, or say that it is too early or too late."""
    event = get_public_event(slug)
    return show_form(event, new_form(event), 200)


@exhibitors.post("/<slug>/aussteller/bewerbung")
@access(Access.PUBLIC)
@takes(PICTURE)
def apply_for_stand(slug: str) -> ResponseReturnValue:
    """Take the application and go to the portal, or keep it as a draft."""
    event = get_public_event(slug)
    form = sent_form(event)
    if "speichern" in request.form:
        return keep_draft(event, form)
    if not form.validate():
        return show_form(event, form, 422)
    draft = find_draft(event, form.draft.data or "")
    known = draft is not None and has_read_letter(draft, form)
    try:
        to_address = Claim(EXHIBITOR_LETTERS, form.email.data.lower())
        spend([*by_network(APPLICATIONS), to_address], utc_now())
        with transaction():
            exhibitor = apply(event, form.application(), utc_now(), known_address=known)
            if draft is not None:
                delete_drafts([draft.id])
    except ApplicationsClosed:
        return show_form(event, form, 409)
    except TooMany as refusal:
        return *show_form(event, form, 429, words_of(refusal)), retry_after(refusal)
    return redirect(url_for("exhibitors.portal", key=exhibitor_key(exhibitor.id)), 303)


@exhibitors.get("/aussteller/<key>/bestaetigen/<proof>")
@access(Access.SECRET_LINK)
def confirmation(key: str, proof: str) -> ResponseReturnValue:
    """Ask whether the application is theirs; looking confirms nothing."""
    exhibitor = _owner_of(key, proof)
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
    exhibitor = _owner_of(key, proof)
    event, mine = exhibitor.event, request.form.get("answer") != "not_mine"
    with transaction():
        if mine:
            confirm(exhibitor, utc_now())
        else:
            disown(exhibitor, utc_now())
    if mine:
        return redirect(url_for("exhibitors.portal", key=key), 303)
    return render_template("exhibitors/disowned.html", event=event)


def _owner_of(key: str, proof: str) -> Exhibitor:
    exhibitor = get_exhibitor_by_key(key)
    if not compare_digest(proof.encode(), address_proof(exhibitor.id).encode()):
        raise UnknownExhibitor()
    return exhibitor
