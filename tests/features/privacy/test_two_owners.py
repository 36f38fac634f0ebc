"""An owner asks to erase an event, a second one confirms: who may, when, and what they are told."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from ortenaudigital.accounts.models import User
from ortenaudigital.accounts.permissions import Permission, Role
from ortenaudigital.accounts.team.commands import Manager, add_member
from ortenaudigital.checkin.models import Device
from ortenaudigital.event_changes.states import Move, change_state
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import find_event, list_event_names
from ortenaudigital.events.rules import EventState
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.outbox.models import Letter, LetterState
from ortenaudigital.privacy.whole_event import letters
from ortenaudigital.privacy.whole_event.commands import (
    Owner,
    ask,
    confirm,
    finish,
    lapse,
    refuse,
    withdraw,
)
from ortenaudigital.privacy.whole_event.models import EventErasure
from ortenaudigital.privacy.whole_event.rules import ErasureState
from tests.factories import BOOKED_AT, make_booking, make_device, make_event, make_organiser
from tests.features.privacy.promise import ENDS
from tests.features.privacy.whole_events import REASON, two_owners

WEEK = timedelta(days=7)
AFTER = ENDS + WEEK
NOW = BOOKED_AT
PUBLIC, OFF = EventState.PUBLISHED, EventState.CANCELLED


def refused(deed: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refusal, transaction():
        deed()
    db.session.expire_all()
    return refusal.value.code


def asked(event: Event, owner: Owner, now: datetime = NOW) -> int:
    with transaction():
        return ask(event.id, owner, REASON, now).id


def state_of(erasure_id: int) -> ErasureState:
    db.session.expire_all()
    return db.session.get_one(EventErasure, erasure_id).state


def written(kind: str) -> list[str]:
    """Return to whom letters of a kind leave now."""
    rows = db.session.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.id))
    composed = [
        letters.asked(row.subject_id, row.batch or "")
        if kind == letters.ASKED
        else letters.outcome(row.subject_id)
        for row in rows
    ]
    return [each.recipient for each in composed if each is not None]


def test_a_second_owner_is_told_and_the_first_hears_what_came_of_it(context: Flask) -> None:
    event, (one, two) = make_event(state="draft"), two_owners()
    make_organiser("orga@example.org", Role.ORGANISER)
    erasure_id = asked(event, one)
    assert written(letters.ASKED) == ["otto@example.org"]
    assert refused(lambda: confirm(erasure_id, one, NOW)) == "erasure_same_person"
    assert refused(lambda: refuse(erasure_id, one, "Doch nicht.", NOW)) == "erasure_same_person"
    with transaction():
        refuse(erasure_id, two, "Der Bericht fehlt.", NOW)
    assert state_of(erasure_id) is ErasureState.REFUSED
    # What was asked is settled, and nobody is asked any more.
    assert (written(letters.ASKED), written(letters.OUTCOME)) == ([], ["olga@example.org"])
    assert refused(lambda: confirm(erasure_id, two, NOW)) == "erasure_not_open"
    assert find_event(event.slug) is not None
    assert asked(event, one) != erasure_id


def test_who_asked_takes_it_back_and_nobody_else(context: Flask) -> None:
    event, (one, two) = make_event(state="draft"), two_owners()
    erasure_id = asked(event, one)
    assert refused(lambda: asked_again(event, two)) == "erasure_already_asked"
    assert refused(lambda: withdraw(erasure_id, two, NOW)) == "erasure_not_yours"
    with transaction():
        withdraw(erasure_id, one, NOW)
    assert refused(lambda: confirm(erasure_id, two, NOW)) == "erasure_not_open"
    assert written(letters.OUTCOME) == []


def asked_again(event: Event, owner: Owner) -> None:
    ask(event.id, owner, REASON, NOW)


def test_after_a_week_it_lapses_whether_the_worker_saw_it_or_not(context: Flask) -> None:
    event, (one, two) = make_event(state="draft"), two_owners()
    erasure_id, late = asked(event, one), NOW + WEEK
    assert refused(lambda: confirm(erasure_id, two, late)) == "erasure_not_open"
    with transaction():
        assert lapse(late - timedelta(seconds=1)) == 0
        again = ask(event.id, two, REASON, late).id
    assert (state_of(erasure_id), state_of(again)) == (ErasureState.LAPSED, ErasureState.OPEN)
    assert written(letters.OUTCOME) == ["olga@example.org"]


def test_nobody_brings_a_friend_along_to_confirm(context: Flask) -> None:
    event, one = make_event(state="draft"), make_organiser()
    owner = Owner(one.id, one.email)
    assert refused(lambda: asked_again(event, owner)) == "no_second_owner"
    make_organiser("freund@example.org", None)
    manager = Manager(one.email, frozenset(Permission), event.id)
    with transaction():
        add_member("freund@example.org", Role.OWNER, manager, NOW)
    assert refused(lambda: asked_again(event, owner)) == "no_second_owner"
    # Nor while somebody else could confirm.
    make_organiser("otto@example.org")
    erasure_id = asked(event, owner)
    friend = db.session.scalars(select(User).where(User.email == "freund@example.org")).one()
    second = Owner(friend.id, friend.email)
    assert refused(lambda: confirm(erasure_id, second, NOW)) == "erasure_no_owner"
    with transaction():
        withdraw(erasure_id, owner, NOW)
    later = NOW + WEEK
    erasure_id = asked(event, owner, later)
    with transaction():
        confirm(erasure_id, second, later)


def test_what_is_confirmed_is_seen_no_more_and_reported_at_its_end(context: Flask) -> None:
    event, (one, two) = make_event(), two_owners()
    make_booking(event)
    event_id, slug = event.id, event.slug
    erasure_id = asked(event, one, AFTER)
    with transaction():
        confirm(erasure_id, two, AFTER)
    assert find_event(slug) is None
    assert list_event_names() == []
    assert db.session.get_one(Event, event_id).state is EventState.ERASING
    assert written(letters.OUTCOME) == []
    with transaction():
        finish(erasure_id, AFTER)
        finish(erasure_id, AFTER)
    assert written(letters.OUTCOME) == ["olga@example.org"]


def test_an_event_that_takes_place_after_all_is_not_erased(context: Flask) -> None:
    event, (one, two) = make_event(), two_owners()
    make_booking(event)
    move(event, OFF)
    with transaction():
        for letter in db.session.scalars(select(Letter)):
            letter.state = LetterState.SENT
    erasure_id = asked(event, one)
    move(event, PUBLIC)
    assert refused(lambda: confirm(erasure_id, two, NOW)) == "still_booked"
    assert state_of(erasure_id) is ErasureState.OPEN


def move(event: Event, wanted: EventState) -> None:
    with transaction():
        change_state(event.slug, Move(wanted, tell=False), NOW, "olga@example.org")


def test_scans_that_only_phones_have_are_waited_for(context: Flask) -> None:
    event, (one, _) = make_event(), two_owners()
    device, _token = make_device(event)
    with transaction():
        db.session.get_one(Device, device.id).unsent = 2
    assert refused(lambda: ask(event.id, one, REASON, AFTER)) == "scans_unsent"
    with transaction():
        db.session.get_one(Device, device.id).revoked_at = AFTER
        ask(event.id, one, REASON, AFTER)


def test_the_server_erases_where_there_is_one_owner(context: Flask) -> None:
    make_event(state="draft")
    make_organiser()
    words = ["event", "erase", "ortenau-digital-2027", "--reason", "Ein Versuch"]
    run = context.test_cli_runner().invoke
    assert run(args=words, input="anderes\n").exit_code == 1
    assert find_event("ortenau-digital-2027") is not None
    db.session.rollback()
    result = run(args=words, input="ortenau-digital-2027\n")
    assert result.exit_code == 0, result.output
    db.session.rollback()
    assert find_event("ortenau-digital-2027") is None
