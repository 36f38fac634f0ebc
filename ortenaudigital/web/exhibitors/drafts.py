"""A draft of an application, gone on with by its link, or discarded."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from ortenaudigital.events.queries import get_public_event
from ortenaudigital.fair.applications.drafts.commands import discard_draft, get_draft
from ortenaudigital.fair.applications.drafts.links import is_proven
from ortenaudigital.fair.applications.drafts.models import Draft
from ortenaudigital.fair.applications.errors import UnknownDraft
from ortenaudigital.fair.applications.queries import takes_applications
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.web.exhibitors.blueprint import exhibitors
from ortenaudigital.web.exhibitors.form_page import form_of, show_form
from ortenaudigital.web.exhibitors.portal.visitors import CONTACT
from ortenaudigital.web.shared.access.guards import Access, access


@exhibitors.get("/<slug>/aussteller/bewerbung/<key>")
@access(Access.SECRET_LINK)
def draft(slug: str, key: str) -> ResponseReturnValue:
    """Show a draft to who typed it."""
    found = get_draft(get_public_event(slug), key)
    saved = found.email if "gespeichert" in request.args else None
    return show_form(found.event, form_of(found), 200, saved=saved)


@exhibitors.get("/<slug>/aussteller/bewerbung/<key>/<proof>")
@access(Access.SECRET_LINK)
def mailed_draft(slug: str, key: str, proof: str) -> ResponseReturnValue:
    """Show a draft to who has read our letter, whose address is known then."""
    found = _mailed(slug, key, proof)
    return show_form(found.event, form_of(found, proof), 200)


@exhibitors.get("/<slug>/aussteller/bewerbung/<key>/<proof>/verwerfen")
@access(Access.SECRET_LINK)
def discarding(slug: str, key: str, proof: str) -> ResponseReturnValue:
    """Ask whether a draft is to be discarded; looking discards nothing."""
    event = _mailed(slug, key, proof).event
    return render_template("exhibitors/discarding.html", event=event, key=key, proof=proof)


@exhibitors.post("/<slug>/aussteller/bewerbung/<key>/<proof>/verwerfen")
@access(Access.SECRET_LINK)
def discard(slug: str, key: str, proof: str) -> ResponseReturnValue:
    """Discard a draft, and say so."""
    found = _mailed(slug, key, proof)
    with transaction():
        discard_draft(found.event, found.id, utc_now(), CONTACT)
    return _gone(slug, discarded=True)


@exhibitors.errorhandler(UnknownDraft)
def draft_is_gone(_: UnknownDraft) -> ResponseReturnValue:
    """Say what may have become of a draft, and show the way on."""
    db.session.rollback()
    return _gone(str((request.view_args or {})["slug"]), discarded=False), 404


def _mailed(slug: str, key: str, proof: str) -> Draft:
    found = get_draft(get_public_event(slug), key)
    if not is_proven(found, proof):
        raise UnknownDraft()
    return found


def _gone(slug: str, *, discarded: bool) -> str:
    event = get_public_event(slug)
    return render_template(
        "exhibitors/draft_gone.html",
        event=event,
        discarded=discarded,
        open=takes_applications(event, utc_now()),
    )
