"""Undo and exit sent several times at once are one, and a repeat waits for its undo."""

from collections import Counter
from uuid import UUID, uuid4

from flask import Flask

from ortenaudigital.bookings.links import ticket_url
from ortenaudigital.checkin.models import Admission
from ortenaudigital.checkin.rules import Action
from ortenaudigital.events.models import Event
from tests.concurrency.checkin.door import ROUNDS, SIX, Door, check_places, count
from tests.concurrency.together import attempt, behind, times, together
from tests.factories import make_booking

# Undo


def admitted(door: Door, event: Event) -> tuple[str, UUID]:
    """Let in a new guest; return the code and the scan."""
    code, scan_id = ticket_url(make_booking(event).tickets[0]), uuid4()
    assert attempt(door.send(code, scan_id=scan_id)) == "welcome"
    return code, scan_id


def test_six_undos_at_once_are_one(context: Flask, event: Event, door: Door) -> None:
    for _ in range(ROUNDS):
        _, scan_id = admitted(door, event)
        told = Counter(together(context, *times(SIX, door.undo(scan_id))))
        assert told == {"undone": 1, "nothing_to_undo": 5}
    assert count(Admission) == 0


def test_an_undo_behind_another_finds_nothing(context: Flask, event: Event, door: Door) -> None:
    code, scan_id = admitted(door, event)
    assert behind(context, door.undo(scan_id), door.undo(scan_id)) == "nothing_to_undo"
    assert attempt(door.send(code, 1)) == "welcome"
    assert count(Admission) == 1


def test_six_undos_of_a_walk_in_give_one_place_back(
    context: Flask, event: Event, door: Door
) -> None:
    for _ in range(ROUNDS):
        scan_id = uuid4()
        walk_in = door.send(action=Action.WALK_IN, ticket_type_id=door.type_id, scan_id=scan_id)
        assert attempt(walk_in) == "welcome"
        told = Counter(together(context, *times(SIX, door.undo(scan_id))))
        assert told == {"undone": 1, "nothing_to_undo": 5}
        check_places(door)


def test_one_undo_sent_six_times_at_once_has_one_answer(
    context: Flask, event: Event, door: Door
) -> None:
    _, scan_id = admitted(door, event)
    undo = door.send(action=Action.UNDO, undoes=scan_id, reason="x", scan_id=uuid4())
    assert together(context, *times(SIX, undo)) == ["undone"] * SIX


def test_a_repeat_and_its_undo_at_once_wait_for_each_other_in_turn(
    context: Flask, event: Event, door: Door
) -> None:
    for _ in range(ROUNDS):
        code, scan_id = admitted(door, event)
        repeat = door.send(code, scan_id=scan_id, shown="welcome")
        told = together(context, repeat, door.undo(scan_id), repeat, door.undo(scan_id))
        assert sorted(told) == ["nothing_to_undo", "undone", "welcome", "welcome"]


# Scans


def test_who_goes_out_six_times_at_once_went_out_once(
    context: Flask, event: Event, door: Door
) -> None:
    for _ in range(ROUNDS):
        code, _scan_id = admitted(door, event)
        told = Counter(together(context, *times(SIX, door.send(code, 1, action=Action.EXIT))))
        assert told == {"left": 1, "not_in": 5}
