"""The booking form for everyone."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.events.queries import (
    get_public_event,
    list_bookable_types,
    list_ticket_types,
)
from ortenaudigital.events.rules import Access as Booker
from ortenaudigital.events.rules import Opening, Phase
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.public.forms import BookingForm
from ortenaudigital.web.public.offering import Offering, show_form, take_form
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.pagecache import cached_form
from ortenaudigital.web.shared.event_page import opening
from ortenaudigital.web.shared.forms import fill_hole


@public.get("/<slug>/tickets")
@access(Access.PUBLIC)
def tickets(slug: str) -> ResponseReturnValue:
    """Show the booking form, or say why there is none."""
    return cached_form(lambda: _empty_form(slug), fill_hole)


def _empty_form(slug: str) -> str:
    event = get_public_event(slug)
    if opening(event, utc_now()).phase is Phase.OPEN and not list_ticket_types(
        event, Booker.PUBLIC
    ):
        return render_template("public/sold_out.html", event=event, by_invitation=True)
    form = BookingForm()
    form.leave_hole()
    return show_form(offer_to_everyone(slug), form)


@public.post("/<slug>/tickets")
@access(Access.PUBLIC)
def book_tickets(slug: str) -> ResponseReturnValue:
    """Book, and go to the booking's own page."""
    return take_form(slug, lambda: offer_to_everyone(slug))


def offer_to_everyone(slug: str) -> Offering:
    """Return what everyone can book of a public event now. Raises UnknownEvent."""
    event, now = get_public_event(slug), utc_now()
    types, opens = list_bookable_types(event, now), opening(event, now)
    if opens.phase is Phase.OPEN and not types:
        # Whatever the public may book was for days that are over.
        opens = Opening(Phase.CLOSED)
    here, group, wait = (
        url_for(f"public.{each}", slug=slug) for each in ("tickets", "group", "wait_list")
    )
    return Offering(event, opens, types, here, group=group, wait=wait)
