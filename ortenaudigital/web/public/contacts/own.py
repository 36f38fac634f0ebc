"""The page of one contact, behind the link in our letter: what was given to whom."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.events.rules import erase_at
from ortenaudigital.fair.contacts.commands import confirm, withdraw
from ortenaudigital.fair.contacts.links import shown_code
from ortenaudigital.fair.contacts.queries import get_contact_by_key
from ortenaudigital.fair.contacts.rules import CONFIRM_WITHIN, as_shown
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.notices import Notice, read_notice, with_notice

NOTICES = (Notice.CONTACT_GIVEN, Notice.CONTACT_WITHDRAWN, Notice.NOTHING_CHANGED)


@public.get("/kontakt/<contact_key>")
@access(Access.SECRET_LINK)
def own_contact(contact_key: str) -> ResponseReturnValue:
    """Show what was handed over, or the code to show, or ask whether to hand over."""
    grant, now = get_contact_by_key(contact_key), utc_now()
    shown = grant.code_until is not None and grant.code_until > now and not grant.withdrawn_at
    return render_template(
        "public/contacts/own.html",
        contact_key=contact_key,
        grant=grant,
        event=grant.event,
        exhibitor=grant.exhibitor,
        code=as_shown(shown_code(grant.id)) if shown else "",
        confirm_until=grant.given_at + CONFIRM_WITHIN,
        erase_at=erase_at(day.closes_at for day in grant.event.days),
        notice=read_notice(NOTICES),
    )


@public.post("/kontakt/<contact_key>/bestaetigen")
@access(Access.SECRET_LINK)
def confirm_contact(contact_key: str) -> ResponseReturnValue:
    """Hand over what was asked for."""
    with transaction():
        done = confirm(get_contact_by_key(contact_key), utc_now())
    return _back(contact_key, Notice.CONTACT_GIVEN if done else Notice.NOTHING_CHANGED)


@public.post("/kontakt/<contact_key>/zuruecknehmen")
@access(Access.SECRET_LINK)
def withdraw_contact(contact_key: str) -> ResponseReturnValue:
    """Take a contact back."""
    with transaction():
        done = withdraw(get_contact_by_key(contact_key), utc_now())
    return _back(contact_key, Notice.CONTACT_WITHDRAWN if done else Notice.NOTHING_CHANGED)


def _back(contact_key: str, notice: Notice) -> ResponseReturnValue:
    return redirect(
        with_notice(url_for("public.own_contact", contact_key=contact_key), notice), 303
    )
