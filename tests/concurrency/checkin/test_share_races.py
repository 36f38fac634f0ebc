"""Shares and devices that several change at once: no place is lost, and each deed is done once."""

from collections import Counter
from datetime import datetime

from flask import Flask
from sqlalchemy import select

from ortenaudigital.bookings.models import Ticket
from ortenaudigital.checkin.commands import lock, unlock
from ortenaudigital.checkin.devices.commands import pair, prepare_device, set_override
from ortenaudigital.checkin.models import WalkInShare
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db, transaction
from tests.concurrency.checkin.door import ROUNDS, SIX, Door, check_places, count, notes
from tests.concurrency.together import attempt, behind, times, together
from tests.factories import BOOKED_AT

# Shares


def test_shares_set_by_several_at_once_lose_no_place(context: Flask, door: Door) -> None:
    for _ in range(ROUNDS):
        together(context, *[door.share(number) for number in (3, 9, 1, 7, 5, 2)])
        check_places(door)


def test_a_share_set_behind_another_sees_it(context: Flask, door: Door) -> None:
    assert attempt(door.share(2)) == "None"
    behind(context, door.share(9), door.share(4))
    check_places(door)
    assert db.session.scalars(select(WalkInShare.number)).one() == 4


def test_a_share_behind_a_walk_in_keeps_what_was_given_away(context: Flask, door: Door) -> None:
    attempt(door.share(1))
    assert behind(context, door.walk_in(), door.share(0)) == "share_used"
    check_places(door)


def test_retiring_during_walk_ins_loses_no_place(
    context: Flask, event: Event, now: datetime
) -> None:
    for _ in range(ROUNDS):
        door = Door(event, now)
        attempt(door.share(10))
        walk_ins = times(5, door.walk_in())
        together(context, *walk_ins, door.retire)
        check_places(door)
        assert sum(share.left for share in door.row().shares) == 0


def test_a_walk_in_behind_retiring_is_refused(context: Flask, door: Door) -> None:
    attempt(door.share(5))
    assert behind(context, door.retire, door.walk_in()) == "device_refused"
    assert count(Ticket) == 0
    check_places(door)


def test_retiring_behind_a_walk_in_gives_the_rest_back(context: Flask, door: Door) -> None:
    attempt(door.share(5))
    behind(context, door.walk_in(), door.retire)
    check_places(door)
    assert count(Ticket) == 1


def test_retiring_six_times_at_once_gives_places_back_once(
    context: Flask, event: Event, now: datetime
) -> None:
    for number in range(1, ROUNDS + 1):
        door = Door(event, now)
        attempt(door.share(10))
        together(context, *times(SIX, door.retire))
        check_places(door)
        assert notes("checkin.device_revoked") == number


# Devices


def test_what_is_done_to_a_device_six_times_at_once_is_done_once(
    context: Flask, door: Door
) -> None:
    deeds = {
        "checkin.device_locked": lambda: lock(door.row(), door.now, "olga"),
        "checkin.device_unlocked": lambda: unlock(door.row(), door.now, "olga"),
        "checkin.override_set": lambda: set_override(door.row(), True, door.now, "olga"),
    }
    for action, deed in deeds.items():
        together(context, *times(SIX, deed))
        assert notes(action) == 1


def test_a_link_that_six_open_at_once_pairs_one(context: Flask, event: Event) -> None:
    with transaction():
        _, secret = prepare_device(event, "Tor", BOOKED_AT, "olga")

    def act() -> str:
        pair(secret, BOOKED_AT)
        return "paired"

    told = Counter(together(context, *times(SIX, act)))
    assert told == {"paired": 1, "pairing_expired": 5}
