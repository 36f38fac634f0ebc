"""Tickets for those with an address under a domain, such as that of a town hall."""

from flask import url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.bookings.rules import Right, Way
from ortenaudigital.events.queries import get_public_event, list_ticket_types
from ortenaudigital.events.rules import Access as Booker
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.public.forms import BookingForm
from ortenaudigital.web.public.invited.opened import opened_by
from ortenaudigital.web.public.offering import Offering, show_form, take_form
from ortenaudigital.web.shared.access.guards import Access, access

BY_DOMAIN = Right(Way.DOMAIN)


@public.get("/<slug>/dienstadresse")
@access(Access.PUBLIC)
def work_address(slug: str) -> ResponseReturnValue:
    """Show the booking form for what addresses under a domain open."""
    return show_form(offered_by_domain(slug), BookingForm())


@public.post("/<slug>/dienstadresse")
@access(Access.PUBLIC)
def book_by_domain(slug: str) -> ResponseReturnValue:
    """Hold places, and write to the address."""
    return take_form(slug, lambda: offered_by_domain(slug), BY_DOMAIN)


def offered_by_domain(slug: str) -> Offering:
    """Offer what addresses under a domain open. Raises UnknownEvent."""
    event = get_public_event(slug)
    types = [each for each in list_ticket_types(event, Booker.INVITATION) if each.domains]
    here = url_for("public.work_address", slug=slug)
    return opened_by(BY_DOMAIN, event, types, here)
