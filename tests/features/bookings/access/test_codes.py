"""Codes open ticket types, are counted by the database, and count back what is cancelled."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from ortenaudigital.adapters.tables import FORMATS
from ortenaudigital.audit.commands import list_entries
from ortenaudigital.bookings.access.codes import withdraw_code
from ortenaudigital.bookings.access.errors import (
    CodeEnded,
    CodeForFewer,
    CodeUsedUp,
    CodeWithdrawn,
)
from ortenaudigital.bookings.access.exports import codes_table
from ortenaudigital.bookings.access.links import code_of
from ortenaudigital.bookings.access.models import AccessCode
from ortenaudigital.bookings.access.queries import find_code
from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.errors import NotBookable
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.rules import Right, Way
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.codes import READABLE
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, make_booking, make_event
from tests.invited import by_invitation, make_code, set_type, text_of_code
from tests.sent_statements import statements


@pytest.fixture
def event(context: Flask) -> Event:
    return make_event()


def book_by(event: Event, code: AccessCode, number: int = 1, **changes: object) -> Booking:
    right = Right(Way.CODE, code.id)
    return make_booking(event, right=right, number=number, ticket_type="fachticket", **changes)


def used(code: AccessCode) -> int:
    db.session.expire_all()
    return db.session.scalar(select(AccessCode.used).where(AccessCode.id == code.id)) or 0


def test_a_code_opens_what_is_not_for_everyone(event: Event) -> None:
    code = make_code(event)
    with pytest.raises(NotBookable):
        make_booking(event, ticket_type="fachticket")
    db.session.rollback()
    booking = book_by(event, code)
    assert booking.access_code_id == code.id
    assert used(code) == 1
    assert by_invitation(event).taken == 1


def test_a_code_opens_no_other_type(event: Event) -> None:
    code = make_code(event)
    set_type(event.slug, 0, access="invitation")
    with pytest.raises(NotBookable):
        make_booking(event, right=Right(Way.CODE, code.id))
    db.session.rollback()
    assert used(code) == 0
    assert event.ticket_types[0].taken == 0


def test_a_code_is_good_for_so_many_tickets(event: Event) -> None:
    set_type(event.slug, 1, max_per_booking=5)
    code = make_code(event, size=3)
    book_by(event, code, 2)
    with pytest.raises(CodeForFewer):
        book_by(event, code, 2)
    db.session.rollback()
    book_by(event, code, 1)
    with pytest.raises(CodeUsedUp):
        book_by(event, code, 1)
    db.session.rollback()
    assert by_invitation(event).taken == 3


def test_a_code_without_a_size_is_good_for_all_places(event: Event) -> None:
    code = make_code(event, size=None)
    for _ in range(3):
        book_by(event, code)
    assert used(code) == 3


def test_what_is_cancelled_can_be_booked_again(event: Event) -> None:
    set_type(event.slug, 1, max_per_booking=2)
    code = make_code(event, size=2)
    booking = book_by(event, code, 2)
    with transaction():
        assert cancel_tickets(booking, {1}, BOOKED_AT) == 1
    assert used(code) == 1
    with transaction():
        cancel_tickets(booking, {1, 2}, BOOKED_AT)
    assert used(code) == 0
    book_by(event, code, 2)


def test_a_code_ends_and_is_withdrawn(event: Event) -> None:
    ended = make_code(event, ends_at=BOOKED_AT)
    with pytest.raises(CodeEnded):
        book_by(event, ended)
    db.session.rollback()
    code = make_code(event)
    with transaction():
        assert withdraw_code(code, BOOKED_AT, "olga")
        assert not withdraw_code(code, BOOKED_AT, "olga")
    (entry,) = list_entries(code.id)
    assert entry.details == {"booked": 0, "changes": [["right", "holds", "withdrawn"]]}
    with pytest.raises(CodeWithdrawn):
        book_by(event, code)


def test_a_code_of_another_event_opens_nothing(event: Event) -> None:
    other = make_event(slug="andere")
    code = make_code(other)
    assert find_code(event, code_of(code.id)) is None
    assert find_code(other, code_of(code.id)) == code
    with pytest.raises(NotBookable):
        book_by(event, code)


def test_codes_are_made_in_bulk_and_kept_as_hashes_only(event: Event) -> None:
    make_code(event, number=300, size=None)
    codes = {text_of_code(code) for code in db.session.scalars(select(AccessCode))}
    assert len(codes) == 300
    assert all(set(code) - {"-"} <= set(READABLE) for code in codes)
    (row,) = db.session.execute(select(AccessCode.__table__).limit(1)).all()
    assert not any(code.replace("-", "") in str(row) for code in codes)


def test_codes_are_exported_with_their_links(event: Event) -> None:
    code = make_code(event, label="=Achern", ends_at=BOOKED_AT + timedelta(days=3))
    text = FORMATS["csv"].write(codes_table(event)).decode("utf-8-sig")
    assert text_of_code(code) in text
    assert f"/{event.slug}/code/{text_of_code(code)}" in text
    assert "Fachticket" in text
    assert "\n=Achern" not in text
    assert ";=Achern" not in text
    assert FORMATS["xlsx"].write(codes_table(event)).startswith(b"PK")


def test_the_same_form_sent_twice_counts_once(event: Event) -> None:
    code = make_code(event)
    request_id = code.id
    first = book_by(event, code, request_id=request_id)
    assert book_by(event, code, request_id=request_id).id == first.id
    assert used(code) == 1


def test_who_books_without_a_code_asks_for_none(event: Event) -> None:
    with statements() as sent:
        booking = make_booking(event)
        with transaction():
            cancel_tickets(booking, {1}, BOOKED_AT)
    words = (" access_code ", "access_code SET", "invitation SET", " invitation ")
    assert [each for each in sent if any(word in each for word in words)] == []
