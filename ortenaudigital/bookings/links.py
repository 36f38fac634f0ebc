"""The private links of bookings and tickets, derived from their ids and the ticket key."""

from uuid import UUID

from flask import current_app

from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.kernel.codes import derive


def _ticket_key() -> str:
    return str(current_app.config["TICKET_KEY"])


def _base() -> str:
    return str(current_app.config["BASE_URL"])


def booking_key(booking_id: UUID) -> str:
    """Return the key in the link of a booking: 26 lower-case characters."""
    return derive(_ticket_key(), "booking", booking_id).lower()


def ticket_code(ticket_id: UUID, reissue: int) -> str:
    """Return the code of a ticket: 26 upper-case characters."""
    return derive(_ticket_key(), "ticket", ticket_id, reissue)


def companion_key(ticket_id: UUID, reissue: int) -> str:
    """Return what the link of a ticket has besides its code, for whoever may change it.

    26 lower-case characters. Who photographs a QR code has the code alone. It ends with its code.
    """
    return derive(_ticket_key(), "companion", ticket_id, reissue).lower()


def address_change_key(change_id: UUID) -> str:
    """Return what only a letter to another address says: 26 lower-case characters."""
    return derive(_ticket_key(), "booking address", change_id).lower()


def address_change_url(change_id: UUID) -> str:
    """Return the address of the page that confirms another address."""
    return f"{_base()}/bestaetigen/adresse/{address_change_key(change_id)}"


def booking_url(booking: Booking) -> str:
    """Return the address of a booking's own page."""
    return f"{_base()}/buchung/{booking_key(booking.id)}"


def ticket_url(ticket: Ticket) -> str:
    """Return the address that the QR code of a ticket holds."""
    return address_of_code(ticket_code(ticket.id, ticket.reissue))


def address_of_code(code: str) -> str:
    """Return the address that the QR code with this code holds."""
    return f"{_base()}/t/{code}"


def companion_url(ticket: Ticket) -> str:
    """Return the private link of a ticket, for who comes with it."""
    return f"{ticket_url(ticket)}/{companion_key(ticket.id, ticket.reissue)}"


def group_key(booking_id: UUID) -> str:
    """Return what only a letter to who booked for a group says: 26 lower-case characters."""
    return derive(_ticket_key(), "booking group", booking_id).lower()


def group_url(booking: Booking) -> str:
    """Return the address of the page from which the tickets of a group are sent to each."""
    return f"{booking_url(booking)}/gruppe/{group_key(booking.id)}"
