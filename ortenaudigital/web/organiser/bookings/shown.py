"""What the list of bookings shows: a page of it, and what is known about each row of the page."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import request

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.adapters.tables import Table
from ortenaudigital.bookings.exports import bookings_table
from ortenaudigital.bookings.groups.queries import organisations_of
from ortenaudigital.bookings.lists.pages import (
    ListPlace,
    list_bookings,
    search_bookings,
    select_meant,
)
from ortenaudigital.bookings.lists.rules import (
    SORT,
    Selection,
    read_order,
    selection_of,
    stored_view,
)
from ortenaudigital.bookings.lists.views import list_views
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.needs.queries import find_needing
from ortenaudigital.checkin.queries import find_inside
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.paging import Page
from ortenaudigital.web.organiser.bookings.list_filters import chosen_of, fields_of, filters_of
from ortenaudigital.web.organiser.bookings.saved_views import viewer
from ortenaudigital.web.shared.access.guards import has


@dataclass(frozen=True)
class Marks:
    """What is known about a row: how many tickets of which types, how many are in, needs."""

    types: Sequence[tuple[TicketType, int]]
    inside: int
    needs: bool


def shown_list(event: Event) -> dict[str, Any]:
    """Return what the page of the list is made of, as the address wants it."""
    fields = fields_of(event)
    chosen = chosen_of(fields, request.args)
    words = selection_of(request.args).words
    found = _found(event, words, chosen)
    who = viewer()
    return {
        "event": event,
        "fields": fields,
        "chosen": chosen,
        "words": words,
        "found": found,
        "marks": _marks(found.rows),
        "organisations": organisations_of([each.id for each in found.rows]),
        "order": read_order(request.args.get(SORT, "")),
        "views": list_views(event, who),
        "view_query": stored_view(urlencode({**chosen, SORT: request.args.get(SORT, "")})),
        "viewer": who,
        "selection": Selection(words, chosen).query,
    }


def shown_table(event: Event) -> Table:
    """Return all that the list shows, on whichever page and in its order, as a table."""
    chosen = chosen_of(fields_of(event), request.args)
    words = selection_of(request.args).words
    order = read_order(request.args.get(SORT, ""))
    if not (chosen or words):
        # All of them, without a look at which they are.
        return bookings_table(event, order=order)
    return bookings_table(event, select_meant(event, filters_of(event, chosen), words), order)


def _found(event: Event, words: str, chosen: dict[str, str]) -> Page[Booking]:
    filters, order = filters_of(event, chosen), read_order(request.args.get(SORT, ""))
    place = ListPlace(request.args.get("nach", None, UUID), request.args.get("vor", None, UUID))
    if words:
        return search_bookings(event, words, filters, place, order)
    return list_bookings(event, filters, place, order)


def _marks(rows: Sequence[Booking]) -> dict[UUID, Marks]:
    valid = {each.id: each.valid_tickets for each in rows}
    ids = [ticket.id for tickets in valid.values() for ticket in tickets]
    inside = set(find_inside(ids, utc_now()))
    needing = set(find_needing(list(valid))) if has(Permission.NEEDS_READ) else set()
    return {
        booking_id: Marks(
            types=list(Counter(ticket.ticket_type for ticket in tickets).items()),
            inside=sum(ticket.id in inside for ticket in tickets),
            needs=booking_id in needing,
        )
        for booking_id, tickets in valid.items()
    }
