"""Say yes to the stand that was told."""

from flask import request
from flask.typing import ResponseReturnValue

from ortenaudigital.fair.placement.changing import By
from ortenaudigital.fair.placement.telling import confirm_placing
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.web.exhibitors.blueprint import exhibitors
from ortenaudigital.web.exhibitors.portal.answers import back_to
from ortenaudigital.web.exhibitors.portal.home import show_home
from ortenaudigital.web.exhibitors.portal.visitors import changing, visitor_of
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.notices import Notice
from ortenaudigital.web.shared.answers.refusals import status_of, words_of


@exhibitors.post("/aussteller/<key>/stand/bestaetigen")
@access(Access.SECRET_LINK)
def confirm_stand(key: str) -> ResponseReturnValue:
    """Say yes to what the page showed."""
    visitor = changing(key)
    try:
        with transaction():
            by = By(utc_now(), visitor.actor)
            confirm_placing(visitor.exhibitor, request.form.get("shown", ""), by)
    except DomainError as error:
        return show_home(visitor_of(key), words_of(error)), status_of(error)
    return back_to("portal", key, Notice.PLACING_CONFIRMED)
