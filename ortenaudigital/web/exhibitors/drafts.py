"""A draft of an application, gone on with by its link."""

from flask import request
from flask.typing import ResponseReturnValue

from ortenaudigital.events.queries import get_public_event
from ortenaudigital.fair.applications.drafts.commands import get_draft
from ortenaudigital.fair.applications.drafts.links import is_proven
from ortenaudigital.fair.applications.errors import UnknownExhibitor
from ortenaudigital.web.exhibitors.blueprint import exhibitors
from ortenaudigital.web.exhibitors.form_page import form_of, show_form
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
    found = get_draft(get_public_event(slug), key)
    if not is_proven(found, proof):
        raise UnknownExhibitor()
    return show_form(found.event, form_of(found, proof), 200)
