"""Contacts of who booked: nothing to type, no letter to wait for; or shown by a code."""

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.bookings.models import Booking
from ortenaudigital.events.rules import erase_at
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.contacts.commands import Gift, give, show
from ortenaudigital.fair.contacts.errors import ContactsClosed, ManyContacts
from ortenaudigital.fair.contacts.links import contact_key
from ortenaudigital.fair.contacts.queries import get_receiver, list_contacts_of
from ortenaudigital.guests.fair.reading import show_fair
from ortenaudigital.guests.fair.search import Wanted, find
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import spend
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.limits.rules import CONTACTS
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.public.booking.answers import open_booking
from ortenaudigital.web.public.contacts.forms import BookedContactForm
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.access.limits import by_network
from ortenaudigital.web.shared.answers.notices import Notice, with_notice
from ortenaudigital.web.shared.answers.refusals import retry_after, words_of

MOST_SHOWN = 30


@public.get("/buchung/<key>/kontakte")
@access(Access.SECRET_LINK)
def contacts(key: str) -> ResponseReturnValue:
    """Show what was handed over with a booking, and find the exhibitor to hand it to."""
    booking = open_booking(key)
    words = request.args.get("q", "")[:100]
    found = find(show_fair(booking.event).exhibitors, Wanted(words)) if words.strip() else []
    return render_template(
        "public/contacts/contacts.html",
        key=key,
        booking=booking,
        event=booking.event,
        words=words,
        found=found[:MOST_SHOWN],
        given=[(each, contact_key(each.id)) for each in list_contacts_of(booking.id, utc_now())],
    )


@dataclass(frozen=True)
class _Asking:
    """A booking, and the exhibitor that gets a contact: whoever reads the code, if None."""

    key: str
    booking: Booking
    receiver: Exhibitor | None

    def page(self, form: BookedContactForm, status: int, refusal: str = "") -> tuple[str, int]:
        """Show the form; `refusal` is why nothing was handed over."""
        event = self.booking.event
        shown = render_template(
            "public/contacts/give.html",
            key=self.key,
            booking=self.booking,
            event=event,
            exhibitor=self.receiver,
            form=form,
            refusal=refusal,
            here=request.path,
            erase_at=erase_at(day.closes_at for day in event.days),
        )
        return shown, status


def _asking(key: str, exhibitor_id: UUID | None = None) -> _Asking:
    booking = open_booking(key)
    receiver = get_receiver(booking.event, exhibitor_id) if exhibitor_id else None
    return _Asking(key, booking, receiver)


@public.get("/buchung/<key>/kontakte/zeigen")
@access(Access.SECRET_LINK)
def contact_to_show(key: str) -> ResponseReturnValue:
    """Ask what whoever reads the code shall get."""
    asking = _asking(key)
    return asking.page(BookedContactForm.of(asking.booking), 200)


@public.post("/buchung/<key>/kontakte/zeigen")
@access(Access.SECRET_LINK)
def show_contact(key: str) -> ResponseReturnValue:
    """Make a code for the first exhibitor who reads it, and go to the page that shows it."""
    return _hand_over(_asking(key))


@public.get("/buchung/<key>/kontakte/<uuid:exhibitor_id>")
@access(Access.SECRET_LINK)
def contact_of_booking(key: str, exhibitor_id: UUID) -> ResponseReturnValue:
    """Ask what to hand to an exhibitor."""
    asking = _asking(key, exhibitor_id)
    return asking.page(BookedContactForm.of(asking.booking), 200)


@public.post("/buchung/<key>/kontakte/<uuid:exhibitor_id>")
@access(Access.SECRET_LINK)
def give_contact_of_booking(key: str, exhibitor_id: UUID) -> ResponseReturnValue:
    """Hand a contact to an exhibitor."""
    return _hand_over(_asking(key, exhibitor_id))


def _hand_over(asking: _Asking) -> ResponseReturnValue:
    form = BookedContactForm()
    if not form.validate():
        return asking.page(form, 422)
    try:
        spend(by_network(CONTACTS), utc_now())
        with transaction():
            grant_id = _stored(asking, form.gift(asking.booking))
    except TooMany as refusal:
        return *asking.page(form, 429, words_of(refusal)), retry_after(refusal)
    except (ContactsClosed, ManyContacts) as refusal:
        return asking.page(form, 409, words_of(refusal))
    page = url_for("public.own_contact", contact_key=contact_key(grant_id))
    return redirect(with_notice(page, Notice.CONTACT_GIVEN if asking.receiver else None), 303)


def _stored(asking: _Asking, gift: Gift) -> UUID:
    if asking.receiver is None:
        return show(asking.booking, gift, utc_now())
    return give(asking.receiver, gift, utc_now())
