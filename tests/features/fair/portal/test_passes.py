"""Passes: entered, renamed and taken back by exhibitors, up to the number granted."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from ortenaudigital.bookings.errors import NotBookable
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.events.errors import SoldOut
from ortenaudigital.fair.applications.models import Need
from ortenaudigital.fair.portal.passes.commands import (
    enter_passes,
    grant_passes,
    rename_passes,
    take_back_pass,
)
from ortenaudigital.fair.portal.passes.errors import (
    NoPasses,
    NotGranted,
    PassesClosed,
    PassesNotOpen,
    PassesNotYet,
    StillNamed,
    UnknownPass,
)
from ortenaudigital.fair.portal.passes.queries import (
    get_pass,
    granted_to,
    list_pass_counts,
    list_passes,
)
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.outbox.queries import list_letters
from tests.factories import BOOKED_AT, make_booking, make_exhibitor
from tests.passes import make_fair, make_holder, make_passes, pass_request

WINDOW = "booking_opens = 2027-06-10T00:00:00+02:00\nbooking_closes = 2027-06-20T00:00:00+02:00"


def names_of(exhibitor: object) -> list[str]:
    return [each.name for each in list_passes(exhibitor)]  # type: ignore[arg-type]


def test_names_become_tickets_of_the_contact(context: Flask) -> None:
    exhibitor = make_holder(make_fair())

    booking = get_booking(make_passes(exhibitor, "Anna Berg\nÇağla Şahin; cagla@example.org"))
    assert names_of(exhibitor) == ["Anna Berg", "Çağla Şahin"]
    assert (booking.name, booking.email) == ("Emil Aussteller", "emil@example.org")
    kinds = [letter.kind for letter in list_letters() if letter.subject_id == str(booking.id)]
    assert sorted(kinds) == ["bookings.confirmation", "bookings.group_sending"]
    assert booking.tickets[0].ticket_type.quota.taken == 2


def test_the_same_form_books_once_even_when_it_was_the_last_pass(context: Flask) -> None:
    exhibitor = make_holder(make_fair(), granted=1)
    request = pass_request("Anna Berg")
    for _ in range(2):
        with transaction():
            booking_id = enter_passes(exhibitor, request, BOOKED_AT, "exhibitor")

    assert names_of(exhibitor) == ["Anna Berg"]
    assert list_passes(exhibitor)[0].booking_id == booking_id


def test_no_more_passes_than_granted(context: Flask) -> None:
    exhibitor = make_holder(make_fair(), granted=2)
    make_passes(exhibitor, "Anna Berg")

    with pytest.raises(NotGranted) as refused:
        make_passes(exhibitor, "Ben Clas\nCem Dogan")

    assert refused.value.details == {"granted": 2, "left": 1}
    assert names_of(exhibitor) == ["Anna Berg"]
    assert db.session.scalars(select(Booking)).all() == [list_passes(exhibitor)[0].booking]


def test_the_quota_of_the_event_holds_as_for_everyone(context: Flask) -> None:
    event = make_fair(passes=2)
    make_passes(make_holder(event), "Anna Berg")

    with pytest.raises(SoldOut):
        make_passes(make_holder(event, name="Zweite"), "Ben Clas\nCem Dogan")


@pytest.mark.parametrize("changes", [{"accepted": False}, {"accepted": False, "confirmed": False}])
def test_only_who_is_accepted_gets_passes(context: Flask, changes: dict[str, bool]) -> None:
    exhibitor = make_exhibitor(make_fair(), **changes)

    with pytest.raises(PassesNotYet):
        make_passes(exhibitor, "Anna Berg")


@pytest.mark.parametrize(("days", "refusal"), [(0, PassesNotOpen), (15, None), (30, PassesClosed)])
def test_the_window_of_the_ticket_type_is_the_deadline(
    context: Flask, days: int, refusal: type[DomainError] | None
) -> None:
    exhibitor = make_holder(make_fair(pass_type=WINDOW))
    now = BOOKED_AT + timedelta(days=days)
    if refusal is None:
        make_passes(exhibitor, "Anna Berg", now)
        return

    with pytest.raises(refusal):
        make_passes(exhibitor, "Anna Berg", now)


def test_no_other_ticket_type_is_given_to_exhibitors(context: Flask) -> None:
    exhibitor = make_holder(make_fair())
    request = pass_request("Anna Berg")
    for slug in ("buergerticket", "fachticket", "nothing"):
        wanted = type(request)(request.request_id, slug, request.members, "de")
        with pytest.raises(NoPasses), transaction():
            enter_passes(exhibitor, wanted, BOOKED_AT, "exhibitor")


def test_nobody_else_books_a_pass(context: Flask) -> None:
    with pytest.raises(NotBookable):
        make_booking(make_fair(), ticket_type="ausstellerausweis")


def test_names_are_changed_and_passes_taken_back(context: Flask) -> None:
    exhibitor = make_holder(make_fair(), granted=2)
    make_passes(exhibitor, "Anna Berg\nBen Clas")
    anna, ben = list_passes(exhibitor)

    with transaction():
        changed = rename_passes(
            exhibitor, {anna.id: "Anna Berg", ben.id: "Bea Clas"}, BOOKED_AT, "exhibitor"
        )
        assert take_back_pass(exhibitor, anna, BOOKED_AT, "exhibitor")
    make_passes(exhibitor, "Cem Dogan", BOOKED_AT + timedelta(hours=1))

    assert changed == 1
    assert names_of(exhibitor) == ["Bea Clas", "Cem Dogan"]
    with pytest.raises(UnknownPass):
        get_pass(exhibitor, anna.id)


def test_another_exhibitor_reaches_no_pass(context: Flask) -> None:
    event = make_fair()
    mine, other = make_holder(event), make_holder(event, name="Andere")
    make_passes(mine, "Anna Berg")
    (ticket,) = list_passes(mine)

    with pytest.raises(UnknownPass):
        get_pass(other, ticket.id)
    with transaction():
        assert rename_passes(other, {ticket.id: "Fremd"}, BOOKED_AT, "exhibitor") == 0


def test_as_many_as_were_asked_for_unless_organisers_say_otherwise(context: Flask) -> None:
    exhibitor = make_exhibitor(make_fair())
    assert granted_to(exhibitor) == 0
    with transaction():
        db.session.merge(Need(exhibitor_id=exhibitor.id, passes=4))
    assert granted_to(exhibitor) == 4
    with transaction():
        assert grant_passes(exhibitor, 2, BOOKED_AT, "olga")
    assert granted_to(exhibitor) == 2
    assert [row.granted for row in list_pass_counts(exhibitor.event)] == [2]


def test_fewer_than_are_named_cannot_be_granted(context: Flask) -> None:
    exhibitor = make_holder(make_fair(), granted=3)
    make_passes(exhibitor, "Anna Berg\nBen Clas")

    with pytest.raises(StillNamed), transaction():
        grant_passes(exhibitor, 1, BOOKED_AT, "olga")
    with transaction():
        assert grant_passes(exhibitor, 2, BOOKED_AT, "olga")
        assert not grant_passes(exhibitor, 2, BOOKED_AT, "olga")

    (row,) = list_pass_counts(exhibitor.event)
    assert (row.granted, row.used) == (2, 2)
