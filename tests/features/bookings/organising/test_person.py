"""What organisers change about who booked: the address above all."""

import pytest
from flask import Flask

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.bookings.changes import Names, change_names, give_address
from ortenaudigital.bookings.changes.errors import ReceiverHasEnough, SameAddress
from ortenaudigital.bookings.changes.letters import ADDRESS_CHANGED, CHANGED
from ortenaudigital.bookings.groups.queries import find_group
from ortenaudigital.bookings.letters import CONFIRMATION
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.organising.correcting import change_language, change_organisation
from ortenaudigital.kernel.db import transaction
from tests.factories import BOOKED_AT, make_event
from tests.features.bookings.changes.booked import anew, booked, waiting
from tests.invited import set_type

ACTOR = "olga@example.org"
NEW = "neu@example.org"


def give(booking: Booking, email: str = NEW) -> None:
    anew(booking)
    with transaction():
        give_address(booking, email, BOOKED_AT, ACTOR)


def test_an_address_given_on_the_phone_holds_at_once_and_the_former_is_told(
    context: Flask,
) -> None:
    booking = booked(make_event())
    with transaction():
        booking.undelivered_at = BOOKED_AT
    give(booking)
    found = anew(booking)
    assert (found.email, found.undelivered_at) == (NEW, None)
    assert NEW in found.search_text
    assert [letter.kind for letter in waiting(ADDRESS_CHANGED)] == [ADDRESS_CHANGED]
    assert len(waiting(CONFIRMATION)) == 1
    entry = list_entries(booking.id)[-1]
    assert (entry.action, entry.actor, entry.details) == ("bookings.address_given", ACTOR, {})


def test_a_first_address_gets_the_tickets_and_nobody_else_is_told(context: Flask) -> None:
    booking = booked(make_event(), email="")
    give(booking)
    assert anew(booking).email == NEW
    assert waiting(ADDRESS_CHANGED) == []
    assert str(booking.id) in [letter.subject_id for letter in waiting(CONFIRMATION)]


def test_the_same_address_and_one_that_has_enough_are_refused(context: Flask) -> None:
    event = make_event()
    booking = booked(event)
    with pytest.raises(SameAddress):
        give(booking, "ERIKA@example.org")
    set_type(event.slug, 0, max_per_address=2)
    booked(event, 1, email=NEW)
    with pytest.raises(ReceiverHasEnough):
        give(booking)
    assert anew(booking).email == "erika@example.org"


def test_language_and_organisation_are_noted_without_what_they_name(context: Flask) -> None:
    booking = booked(make_event())

    def change(language: str, organisation: str) -> tuple[bool, bool]:
        anew(booking)
        with transaction():
            return (
                change_language(booking, language, BOOKED_AT, ACTOR),
                change_organisation(booking, organisation, BOOKED_AT, ACTOR),
            )

    assert change("fr", "Stadt Lahr") == (True, True)
    assert change("fr", "Stadt Lahr") == (False, False)
    entries = [(each.action, each.details) for each in list_entries(booking.id)][-2:]
    assert entries == [
        ("bookings.language_changed", {"was": "de", "becomes": "fr"}),
        ("bookings.organisation_changed", {}),
    ]
    assert "lahr" in anew(booking).search_text
    assert change("fr", "") == (False, True)
    assert find_group(booking.id) is None
    assert "lahr" not in anew(booking).search_text


def test_what_organisers_rename_is_told_however_often(context: Flask) -> None:
    booking = booked(make_event())
    for name in ("Kim", "Ali"):
        anew(booking)
        with transaction():
            change_names(booking, Names(tickets={2: name}), BOOKED_AT, ACTOR)
    assert len(waiting(CHANGED)) == 1
