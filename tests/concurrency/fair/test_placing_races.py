"""Slots that several want at once: never two have one, and the loser is told who has it."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from ortenaudigital.fair.applications.deciding.withdrawing import withdraw
from ortenaudigital.fair.placement.changing import By
from ortenaudigital.fair.placement.commands import free, give, hold, swap
from ortenaudigital.fair.placement.errors import SlotTaken
from ortenaudigital.fair.placement.telling import confirm_placing, tell
from ortenaudigital.kernel.db import db, transaction
from tests.concurrency.together import behind, times, together
from tests.factories import make_event
from tests.features.fair.placement.conftest import BY, STANDS, Office

ROUNDS = 4
THREADS = 32
LATER = By(BY.now + timedelta(hours=2), BY.actor)
SOON = BY.now + timedelta(hours=1)


@pytest.fixture
def office(context: Flask) -> Office:
    office = Office(make_event(stands=STANDS))
    db.session.rollback()
    return office


def told(deed: Callable[[], Any]) -> Callable[[], str]:
    """Do something, and say who has the slot if it is refused for that."""

    def attempt() -> str:
        try:
            deed()
        except SlotTaken as error:
            db.session.rollback()
            return f"taken by {error.details['holder']}"
        return "given"

    return attempt


def settle(office: Office, by: By = BY) -> dict[str, str]:
    db.session.rollback()
    found = office.held(by)
    db.session.rollback()
    return found


def test_of_thirty_two_who_want_one_slot_one_gets_it_and_all_are_told_who(
    context: Flask, office: Office
) -> None:
    names = [f"Firma {number}" for number in range(8)]
    ids = [office.exhibitor(name) for name in names]
    slot = office.slot("A1")
    db.session.rollback()
    wants = [
        told(lambda who=ids[number % 8]: give(office.event, [slot], who, BY))
        for number in range(THREADS)
    ]
    came = Counter(together(context, *wants))
    holder = settle(office)["A1/0"]
    # Whoever has it already is given it again.
    assert came["given"] >= 1
    assert came == {"given": came["given"], f"taken by {holder}": THREADS - came["given"]}
    assert came["given"] <= THREADS // 8


def test_a_hold_that_ends_while_it_is_confirmed_is_one_persons(
    context: Flask, office: Office
) -> None:
    for _ in range(ROUNDS):
        first, second = office.exhibitor("Eins"), office.exhibitor("Zwei")
        slot = office.slot("A1")
        with transaction():
            hold(office.event, slot, first, SOON, BY)
        db.session.rollback()
        late = By(SOON - timedelta(seconds=1), "olga")
        came = together(
            context,
            told(lambda who=first, slot=slot, by=late: give(office.event, [slot], who, by)),
            *times(3, told(lambda who=second, slot=slot: give(office.event, [slot], who, LATER))),
        )
        holder = settle(office, LATER)["A1/0"]
        assert "given" in came
        assert {each for each in came if each != "given"} <= {f"taken by {holder}"}
        clear(office, LATER)


def clear(office: Office, by: By) -> None:
    with transaction():
        for slot, holding in office.read(by).held.items():
            free(office.event, [slot], holding.exhibitor, by)
    db.session.rollback()


def test_swapping_against_giving_leaves_each_slot_to_one(context: Flask, office: Office) -> None:
    for _ in range(ROUNDS):
        first, second = office.exhibitor("Eins"), office.exhibitor("Zwei")
        one, two = office.slot("A1"), office.slot("A2")
        with transaction():
            give(office.event, [one], first, BY)
        db.session.rollback()
        shown: dict[int, UUID | None] = {one: first, two: None}
        came = together(
            context,
            partial(lambda o, t, s: swap(office.event, [(o, t)], s, BY), one, two, shown),
            partial(lambda t, w: give(office.event, [t], w, BY), two, second),
        )
        held = settle(office)
        assert came.count("None") >= 1
        assert sorted(held.values()) in (["Eins"], ["Eins", "Zwei"])
        if came == ["changed_meanwhile", "None"]:
            assert held == {"A1/0": "Eins", "A2/0": "Zwei"}
        else:
            assert came == ["None", "slot_taken"]
            assert held == {"A2/0": "Eins"}
        clear(office, BY)


def test_yes_behind_taking_back_is_refused_and_never_confirms_nothing(
    context: Flask, office: Office
) -> None:
    first = office.exhibitor("Eins")
    slot = office.slot("A1")
    with transaction():
        give(office.event, [slot], first, BY)
        tell(office.event, [first], BY)
    shown = office.row(first).told_of
    db.session.rollback()

    def confirm() -> None:
        confirm_placing(office.row(first), shown, BY)

    assert behind(context, lambda: free(office.event, [slot], first, BY), confirm) == (
        "placing_changed"
    )
    assert office.row(first).confirmed_at is None
    with transaction():
        give(office.event, [slot], first, BY)
    db.session.rollback()
    assert behind(context, confirm, lambda: free(office.event, [slot], first, BY)) == "None"
    assert office.row(first).confirmed_at is None


def test_a_withdrawal_behind_giving_frees_it_and_giving_behind_it_is_refused(
    context: Flask, office: Office
) -> None:
    first = office.exhibitor("Eins")
    slot = office.slot("A1")
    db.session.rollback()

    def leave() -> None:
        withdraw(office.row(first), BY.now, "exhibitor")

    assert behind(context, lambda: give(office.event, [slot], first, BY), leave) == "None"
    assert settle(office) == {}
    second = office.exhibitor("Zwei")
    db.session.rollback()

    def leave_too() -> None:
        withdraw(office.row(second), BY.now, "exhibitor")

    late = behind(context, leave_too, lambda: give(office.event, [slot], second, BY))
    assert late == "not_accepted"
    assert settle(office) == {}


def test_two_swaps_the_other_way_round_do_not_wait_for_each_other(
    context: Flask, office: Office
) -> None:
    first, second = office.exhibitor("Eins"), office.exhibitor("Zwei")
    one, two = office.slot("A1"), office.slot("A2")
    with transaction():
        give(office.event, [one], first, BY)
        give(office.event, [two], second, BY)
    db.session.rollback()
    shown: dict[int, UUID | None] = {one: first, two: second}
    came = Counter(
        together(
            context,
            *times(3, lambda: swap(office.event, [(one, two)], shown, BY)),
            *times(3, lambda: swap(office.event, [(two, one)], shown, BY)),
        )
    )
    assert came == {"None": 1, "changed_meanwhile": 5}
    assert settle(office) == {"A1/0": "Zwei", "A2/0": "Eins"}
