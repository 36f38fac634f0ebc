"""Another mail address of an exhibitor: asked for in the portal, confirmed from a letter to it."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.fair.applications.links import exhibitor_key
from ortenaudigital.fair.portal.contact.commands import (
    ask_for_contact,
    confirm_contact,
    get_contact_change,
)
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.web.exhibitors.blueprint import exhibitors
from ortenaudigital.web.exhibitors.portal.answers import back_to
from ortenaudigital.web.exhibitors.portal.visitors import Visitor, changing, visitor_of
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.notices import Notice
from ortenaudigital.web.shared.answers.refusals import status_of, words_of
from ortenaudigital.web.shared.asked.person import email_field
from ortenaudigital.web.shared.forms import OpenForm


class ContactForm(OpenForm):
    """Where an exhibitor wants to be written to."""

    email = email_field()


@exhibitors.get("/aussteller/<key>/adresse")
@access(Access.SECRET_LINK)
def contact(key: str) -> ResponseReturnValue:
    """Ask for another address."""
    return _show(visitor_of(key), ContactForm(formdata=None))


@exhibitors.post("/aussteller/<key>/adresse")
@access(Access.SECRET_LINK)
def change_contact(key: str) -> ResponseReturnValue:
    """Have another address confirmed by a letter to it."""
    visitor, form = changing(key), ContactForm()
    if not form.validate():
        return _show(visitor, form), 422
    try:
        with transaction():
            ask_for_contact(visitor.exhibitor, form.email.data, utc_now(), visitor.actor)
    except DomainError as error:
        return _show(visitor, form, words_of(error)), status_of(error)
    return back_to("entry", key, Notice.ADDRESS_ASKED)


def _show(visitor: Visitor, form: ContactForm, refusal: str | None = None) -> str:
    return render_template(
        "exhibitors/portal/contact.html",
        key=visitor.key,
        event=visitor.event,
        exhibitor=visitor.exhibitor,
        form=form,
        refusal=refusal,
    )


@exhibitors.get("/bestaetigen/aussteller/<new_address_key>")
@access(Access.SECRET_LINK)
def contact_confirmation(new_address_key: str) -> ResponseReturnValue:
    """Ask whether letters shall go to this address; looking confirms nothing."""
    change = get_contact_change(new_address_key, utc_now())
    return render_template(
        "exhibitors/portal/contact_confirmation.html",
        event=change.exhibitor.event,
        email=change.email,
        confirmed=change.confirmed_at is not None,
        here=url_for("exhibitors.take_contact", new_address_key=new_address_key),
    )


@exhibitors.post("/bestaetigen/aussteller/<new_address_key>")
@access(Access.SECRET_LINK)
def take_contact(new_address_key: str) -> ResponseReturnValue:
    """Write to this address from now on."""
    with transaction():
        change = get_contact_change(new_address_key, utc_now())
        confirm_contact(change, utc_now())
    return back_to("portal", exhibitor_key(change.exhibitor_id), Notice.ADDRESS_CONFIRMED)
