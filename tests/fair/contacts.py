"""Contacts for tests."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from ortenaudigital.bookings.models import Booking
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.queries import get_exhibitor
from ortenaudigital.fair.contacts.commands import Gift, give, show
from ortenaudigital.fair.contacts.rules import Handed
from ortenaudigital.kernel.db import transaction

HANDED: dict[str, Any] = {
    "name": "Vera Visite",
    "email": "vera@example.org",
    "shares_email": True,
    "phone": "0781 1234",
    "company": "Weinbau Visite",
    "message": "Bitte rufen Sie an.",
}


def gift(booking: Booking | None = None, language: str = "de", **changes: Any) -> Gift:
    handed = {key: changes.pop(key, value) for key, value in HANDED.items()}
    return Gift(changes.pop("request_id", uuid4()), Handed(**handed), language, booking)


def make_contact(
    exhibitor: Exhibitor, booking: Booking | None, now: datetime, **changes: Any
) -> UUID:
    """Hand a contact to an exhibitor; return its id."""
    with transaction():
        return give(get_exhibitor(exhibitor.id), gift(booking, **changes), now)


def make_shown(booking: Booking, now: datetime, **changes: Any) -> UUID:
    """Show a contact by a code; return its id."""
    with transaction():
        return show(booking, gift(booking, **changes), now)
