"""The private links of somebody who waits, derived from the id of the entry and the ticket key."""

from uuid import UUID

from flask import current_app

from ortenaudigital.bookings.access.links import code_url, invitation_url
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.events.rules import Access
from ortenaudigital.kernel.codes import derive


def entry_key(entry_id: UUID) -> str:
    """Return the key in the links of an entry: 26 lower-case characters."""
    return derive(str(current_app.config["TICKET_KEY"]), "wait list", entry_id).lower()


def entry_url(entry: WaitListEntry) -> str:
    """Return the address of the page that says how an entry stands, and where one leaves."""
    base = current_app.config["BASE_URL"]
    return f"{base}/{entry.event.slug}/warteliste/{entry_key(entry.id)}"


def join_url(entry: WaitListEntry) -> str:
    """Return where somebody gets on the same list again, by what they got on it before."""
    slug = entry.event.slug
    if entry.ticket_type.access is Access.PUBLIC:
        address = f"{current_app.config['BASE_URL']}/{slug}"
    elif entry.access_code_id is not None:
        address = code_url(slug, entry.access_code_id)
    elif entry.invitation_id is not None:
        address = f"{invitation_url(slug, entry.invitation_id)}/buchen"
    else:
        address = f"{current_app.config['BASE_URL']}/{slug}/dienstadresse"
    return f"{address}/warteliste"


def offer_url(entry: WaitListEntry) -> str:
    """Return the address of the page on which an offer is accepted or declined."""
    return f"{current_app.config['BASE_URL']}/angebot/{entry_key(entry.id)}"
