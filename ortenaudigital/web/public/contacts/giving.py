"""Hand a contact to an exhibitor at whose stand one is, without a ticket: by a letter."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_public_event
from ortenaudigital.events.rules import erase_at
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.contacts.commands import give
from ortenaudigital.fair.contacts.errors import ContactsClosed
from ortenaudigital.fair.contacts.queries import get_receiver
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import spend
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.limits.rules import CONTACTS
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.public.contacts.forms import ContactForm
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.access.limits import by_network
from ortenaudigital.web.shared.answers.notices import Notice, with_notice
from ortenaudigital.web.shared.answers.refusals import retry_after, words_of


@public.get("/<slug>/aussteller/<uuid:exhibitor_id>/kontakt")
@access(Access.PUBLIC)
def contact(slug: str, exhibitor_id: UUID) -> ResponseReturnValue:
    """Ask what to hand over: what the code at a stand opens. Looking hands over nothing."""
    event = get_public_event(slug)
    return _show(event, get_receiver(event, exhibitor_id), ContactForm(), 200)


@public.post("/<slug>/aussteller/<uuid:exhibitor_id>/kontakt")
@access(Access.PUBLIC)
def give_contact(slug: str, exhibitor_id: UUID) -> ResponseReturnValue:
    """Write to the address, so that its owner hands the contact over."""
    event, form = get_public_event(slug), ContactForm()
    receiver = get_receiver(event, exhibitor_id)
    if not form.validate():
        return _show(event, receiver, form, 422)
    try:
        spend(by_network(CONTACTS), utc_now())
        with transaction():
            give(get_receiver(event, exhibitor_id), form.gift(), utc_now())
    except TooMany as refusal:
        return *_show(event, receiver, form, 429, words_of(refusal)), retry_after(refusal)
    except ContactsClosed as refusal:
        return _show(event, receiver, form, 409, words_of(refusal))
    back = url_for("public.exhibitor", slug=slug, exhibitor_id=exhibitor_id)
    return redirect(with_notice(back, Notice.CONTACT_ASKED), 303)


def _show(
    event: Event,
    exhibitor: Exhibitor,
    form: ContactForm,
    status: int,
    refusal: str | None = None,
) -> tuple[str, int]:
    page = render_template(
        "public/contacts/give.html",
        event=event,
        exhibitor=exhibitor,
        form=form,
        refusal=refusal,
        here=url_for("public.give_contact", slug=event.slug, exhibitor_id=exhibitor.id),
        erase_at=erase_at(day.closes_at for day in event.days),
    )
    return page, status
