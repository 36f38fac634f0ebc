"""The form of the wait list, for everyone or by what opens a ticket type."""

from collections.abc import Callable

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.bookings.errors import (
    BookingClosed,
    EventCancelled,
    ForeignDomain,
    NotBookable,
    NotYetOpen,
    TooManyTickets,
)
from ortenaudigital.bookings.wait_list.commands import join
from ortenaudigital.bookings.wait_list.errors import PlacesLeft, WaitListClosed
from ortenaudigital.events.queries import get_public_event
from ortenaudigital.events.rules import Phase, erase_at
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.limits.commands import take_each
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.limits.rules import WAIT_LIST
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.public.field_refusals import say_at_field
from ortenaudigital.web.public.offering import RIGHT_REFUSALS, Offering
from ortenaudigital.web.public.settling import settle
from ortenaudigital.web.public.tickets import offer_to_everyone
from ortenaudigital.web.public.wait_list.forms import WaitForm
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.access.limits import by_network
from ortenaudigital.web.shared.answers.pagecache import cached_form
from ortenaudigital.web.shared.answers.refusals import retry_after, words_of
from ortenaudigital.web.shared.forms import fill_hole

REFUSALS = (
    PlacesLeft,
    WaitListClosed,
    NotYetOpen,
    BookingClosed,
    EventCancelled,
    ForeignDomain,
    NotBookable,
    TooManyTickets,
    ForeignDomain,
    *RIGHT_REFUSALS,
)


@public.get("/<slug>/warteliste")
@access(Access.PUBLIC)
def wait_list(slug: str) -> ResponseReturnValue:
    """Show the form of the wait list, or say why there is none."""
    return cached_form(lambda: _empty_form(slug), fill_hole)


def _empty_form(slug: str) -> str:
    form = WaitForm()
    form.leave_hole()
    return show_wait_form(offer_to_everyone(slug), form)


@public.post("/<slug>/warteliste")
@access(Access.PUBLIC)
def join_wait_list(slug: str) -> ResponseReturnValue:
    """Put somebody on the wait list; the answer is the same for who is on it already."""
    return take_wait_form(lambda: offer_to_everyone(slug))


@public.get("/<slug>/warteliste/eingetragen")
@access(Access.PUBLIC)
def wait_list_joined(slug: str) -> ResponseReturnValue:
    """Say that a letter is on its way, and how it goes on."""
    return render_template("public/wait_list/joined.html", event=get_public_event(slug))


def take_wait_form(offer: Callable[[], Offering]) -> ResponseReturnValue:
    """Put somebody on the wait list of what is offered, by the right that it is offered by."""
    offering, form = offer(), WaitForm()
    # Nobody needs to wait for what is kept for nobody.
    settle(offering.event.id)
    # Whose form is filled in already may be quick, and nobody guesses its address.
    form.takes_time = not offering.is_invited
    if not form.validate():
        return show_wait_form(offering, form), 422
    network, slug = by_network(WAIT_LIST), offering.event.slug
    try:
        with transaction():
            join(slug, form.wait_request(offering.right), utc_now(), network)
    except REFUSALS as error:
        # Rolled back with the entry, but whoever is refused without end is counted as well.
        with transaction():
            take_each(network, utc_now())
        return show_wait_form(offer(), form, error), 409
    except TooMany as refusal:
        return show_wait_form(offer(), form, refusal), 429, retry_after(refusal)
    return redirect(url_for("public.wait_list_joined", slug=slug), 303)


def show_wait_form(offering: Offering, form: WaitForm, refusal: DomainError | None = None) -> str:
    """Show the form, or say why there is none."""
    event, types = offering.event, offering.waited_for
    if types and not any(each.left for each in types):
        settle(event.id)
    if offering.opens.phase is not Phase.OPEN or not types:
        phase = offering.opens.phase if offering.opens.phase is not Phase.OPEN else None
        return render_template("public/wait_list/closed.html", event=event, phase=phase)
    form.offer(types, offering.wait_number)
    if refusal is not None:
        say_at_field(form, refusal)
    return render_template(
        "public/wait_list/join.html",
        event=event,
        form=form,
        here=offering.wait,
        booking_page=offering.here,
        domains=offering.domains,
        ticket_types=types,
        # Of what is full nobody is told that there are places.
        free=max(each.left for each in types) if all(each.left for each in types) else 0,
        refusal=refusal and words_of(refusal),
        places_left=isinstance(refusal, PlacesLeft),
        erase_at=erase_at(day.closes_at for day in event.days),
    )
