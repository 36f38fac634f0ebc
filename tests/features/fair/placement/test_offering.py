"""A free stand is offered to who waits: one press, one letter; and a no leads to the next."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from ortenaudigital.fair.applications.deciding.decisions import decide
from ortenaudigital.fair.applications.deciding.withdrawing import withdraw
from ortenaudigital.fair.applications.letters import APPLICATION, CONFIRM_ADDRESS
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.placement.changing import By
from ortenaudigital.fair.placement.errors import NotSeen
from ortenaudigital.fair.placement.offering import offer
from ortenaudigital.fair.placement.queries import list_given_back
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.models import Letter
from tests.features.fair.placement.conftest import BY, Office


def waiting(office: Office, name: str, by: By = BY, **needs: object) -> UUID:
    """Make an exhibitor on the wait list who was told so."""
    who = office.exhibitor(name, accepted=False, **needs)
    with transaction():
        decide(office.row(who), State.WAIT_LISTED, by.now, by.actor, collected=True)
        office.row(who).untold = False
    return who


def letters(who: UUID) -> list[str]:
    """List the kinds of letters to an exhibitor, without what was written at first."""
    query = select(Letter.kind).where(Letter.subject_id == str(who)).order_by(Letter.id)
    return [
        kind for kind in db.session.scalars(query) if kind not in {CONFIRM_ADDRESS, APPLICATION}
    ]


def test_one_press_accepts_gives_all_days_and_writes_one_letter(office: Office) -> None:
    who = waiting(office, "Zwei", power_w=3000)
    before = letters(who)
    with transaction():
        assert offer(office.event, office.slot("A1"), who, BY, [])
    assert office.row(who).state is State.ACCEPTED
    assert office.held() == {"A1/0": "Zwei", "A1/1": "Zwei"}
    assert letters(who) == [*before, "stands.assignment"]
    assert not office.row(who).untold


def test_who_says_no_makes_room_for_the_next(office: Office) -> None:
    first, second = waiting(office, "Zwei"), waiting(office, "Drei")
    slot = office.slot("A1")
    with transaction():
        offer(office.event, slot, first, BY, [])
    with transaction():
        withdraw(office.row(first), BY.now, "exhibitor")
    assert office.held() == {}
    assert list_given_back(office.event)[slot] == "Zwei"
    with transaction():
        offer(office.event, slot, second, BY, [])
    assert office.held() == {"A1/0": "Drei", "A1/1": "Drei"}


def test_what_was_not_seen_is_asked_before_anybody_is_offered_anything(office: Office) -> None:
    who = waiting(office, "Netz", network=True)
    with pytest.raises(NotSeen), transaction():
        offer(office.event, office.slot("A2"), who, BY, [])
    assert (office.row(who).state, office.held()) == (State.WAIT_LISTED, {})


def test_what_is_refused_leaves_who_waits_as_they_are(
    office: Office, refused: Callable[..., str]
) -> None:
    hungry = waiting(office, "Strom", power_w=9000)
    accepted = office.exhibitor("Schon dabei")
    undecided = office.exhibitor("Offen", accepted=False)
    slot = office.slot("A1")
    for who in (accepted, undecided, UUID(int=0)):
        assert "Warteliste" in refused(offer, office.event, slot, who, BY, [])
    assert "Strom kann Stand A1 nicht bekommen" in refused(offer, office.event, slot, hungry, BY)
    assert office.row(hungry).state is State.WAIT_LISTED
    assert office.row(undecided).state is State.APPLIED
    assert letters(hungry) == []
    assert office.held() == {}


def test_who_comes_second_is_told_who_has_it(office: Office, refused: Callable[..., str]) -> None:
    first, second = waiting(office, "Zwei"), waiting(office, "Drei")
    slot = office.slot("A1")
    with transaction():
        offer(office.event, slot, first, BY, [])
    assert "Zwei" in refused(offer, office.event, slot, second, BY, [])
    assert office.row(second).state is State.WAIT_LISTED
