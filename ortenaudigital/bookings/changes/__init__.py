"""What can be changed about a booking, and how who lost its link gets it again.

Each function runs inside one transaction of its caller.

Whoever changes takes from limits first, then locks ticket types by their ids, then the booking.
"""

from ortenaudigital.bookings.changes.adding import add_ticket, check_room, next_position
from ortenaudigital.bookings.changes.address import (
    ask_for_address,
    confirm_address,
    delete_address_changes,
    get_address_change,
    give_address,
)
from ortenaudigital.bookings.changes.cancelling import (
    Cancelling,
    cancel_outside,
    cancel_tickets,
    find_let_in,
    know_who_entered,
    know_who_is_inside,
)
from ortenaudigital.bookings.changes.checking import check_open_to_changes
from ortenaudigital.bookings.changes.limits import check_receiver
from ortenaudigital.bookings.changes.link_requests import delete_link_requests, request_links
from ortenaudigital.bookings.changes.naming import (
    Names,
    change_names,
    refresh_search_text,
    rename_ticket,
)
from ortenaudigital.bookings.changes.reissuing import reissue_own, reissue_ticket
from ortenaudigital.bookings.changes.sending import resend_confirmation
from ortenaudigital.bookings.rules import COMPANION, HOLDER

__all__ = [
    "COMPANION",
    "HOLDER",
    "Cancelling",
    "Names",
    "add_ticket",
    "ask_for_address",
    "cancel_outside",
    "cancel_tickets",
    "change_names",
    "check_open_to_changes",
    "check_receiver",
    "check_room",
    "confirm_address",
    "delete_address_changes",
    "delete_link_requests",
    "find_let_in",
    "get_address_change",
    "give_address",
    "know_who_entered",
    "know_who_is_inside",
    "next_position",
    "refresh_search_text",
    "reissue_own",
    "reissue_ticket",
    "rename_ticket",
    "request_links",
    "resend_confirmation",
]
