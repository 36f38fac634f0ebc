"""A code that several exhibitors read at once is read by one, and the visitor is told once."""

from collections import Counter
from functools import partial

from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.queries import get_exhibitor
from ortenaudigital.fair.contacts.commands import confirm, read, withdraw
from ortenaudigital.fair.contacts.letters import GIVEN
from ortenaudigital.fair.contacts.links import contact_key, shown_code
from ortenaudigital.fair.contacts.models import ContactGrant
from ortenaudigital.fair.contacts.queries import get_contact_by_key
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.queries import list_letters
from tests.concurrency.together import times, together
from tests.factories import BOOKED_AT, make_booking, make_exhibitor
from tests.fair.contacts import make_contact, make_shown

EIGHT = 8


def given() -> int:
    db.session.rollback()
    return sum(each.kind == GIVEN for each in list_letters())


def test_eight_who_read_one_code_are_told_who_has_it_once(context: Flask, event: Event) -> None:
    readers = [make_exhibitor(event, name=f"AG {number}").id for number in range(EIGHT)]
    code = shown_code(make_shown(make_booking(event), BOOKED_AT))
    db.session.rollback()

    def reading(exhibitor_id: object) -> object:
        return read(get_exhibitor(exhibitor_id), code, BOOKED_AT) and "read"  # type: ignore[arg-type]

    told = together(context, *[partial(reading, each) for each in readers])
    assert Counter(told) == {"read": 1, "unknown_contact_code": EIGHT - 1}
    assert given() == 1
    readers_found = select(func.count()).where(ContactGrant.exhibitor_id.is_not(None))
    assert db.session.scalar(readers_found) == 1


def test_confirming_and_withdrawing_at_once_end_in_one_of_both(
    context: Flask, event: Event
) -> None:
    key = contact_key(make_contact(make_exhibitor(event), None, BOOKED_AT))
    db.session.rollback()

    def confirming() -> bool:
        return confirm(get_contact_by_key(key), BOOKED_AT)

    def withdrawing() -> bool:
        return withdraw(get_contact_by_key(key), BOOKED_AT)

    told = together(context, *times(4, confirming), *times(4, withdrawing))
    assert told[4:].count("True") == 1
    grant = get_contact_by_key(key)
    assert grant.withdrawn_at == BOOKED_AT
    assert grant.phone == ""
    # Whoever was told that it was given saw it given before it was withdrawn.
    assert given() == told[:4].count("True") <= 1
    assert (grant.name != "") == (grant.confirmed_at is not None)
