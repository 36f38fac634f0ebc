"""Stands and pitches are given, held, exchanged, taken back and undone; refusals change nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.deciding.withdrawing import withdraw
from ortenaudigital.fair.inventory.errors import UnknownSlot
from ortenaudigital.fair.placement import reading
from ortenaudigital.fair.placement.changing import By
from ortenaudigital.fair.placement.commands import (
    free,
    give,
    give_all_days,
    hold,
    swap,
    undo,
)
from ortenaudigital.fair.placement.errors import NotSeen
from ortenaudigital.fair.placement.rules.facts import StandFacts
from ortenaudigital.fair.placement.worker import drop_ended_holds
from ortenaudigital.kernel.db import transaction
from tests.features.fair.placement.conftest import BY, Office

Refused = Callable[..., str]
LATER = replace(BY, now=BY.now + timedelta(hours=2))
SOON = BY.now + timedelta(hours=1)


def test_all_days_gives_the_days_that_were_asked_for_and_are_free(office: Office) -> None:
    both, second = office.exhibitor("Beide", days=(0, 1)), office.exhibitor("Zwei", days=(1,))
    with transaction():
        assert give_all_days(office.event, office.slot("A1", 1), second, BY) == 1
    with transaction():
        assert give_all_days(office.event, office.slot("A2"), both, BY) == 2
    assert office.held() == {"A1/1": "Zwei", "A2/0": "Beide", "A2/1": "Beide"}


def test_who_comes_second_is_told_who_has_it(office: Office, refused: Refused) -> None:
    first, second = office.exhibitor("Eins"), office.exhibitor("Zwei")
    slot = office.slot("A1")
    with transaction():
        give(office.event, [slot], first, BY)
    said = refused(give, office.event, [slot, office.slot("A2")], second, BY)
    assert said == "Stand A1 ist an diesem Tag schon an Eins vergeben."
    assert office.held() == {"A1/0": "Eins"}


def test_a_stand_that_others_delete_while_it_is_read_is_gone(
    office: Office, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, slot, read = office.exhibitor("Eins"), office.slot("A1"), reading._stands

    def without_one(event: Event, days: dict[int, set[int]]) -> dict[int, StandFacts]:
        return {number: each for number, each in read(event, days).items() if each.label != "A1"}

    # PostgreSQL shows each question what was saved until then.
    monkeypatch.setattr(reading, "_stands", without_one)
    assert refused(give, office.event, [slot], first, BY) == str(UnknownSlot())


def test_who_is_not_accepted_gets_none_but_it_may_be_held_for_them(
    office: Office, refused: Refused
) -> None:
    waiting = office.exhibitor("Wartet", accepted=False)
    slot = office.slot("A1")
    assert "zuerst an" in refused(give, office.event, [slot], waiting, BY)
    with transaction():
        hold(office.event, slot, waiting, SOON, BY)
    assert office.held() == {"A1/0": "Wartet"}


def test_a_hold_that_ran_out_is_free_at_once_without_any_round(
    office: Office, refused: Refused
) -> None:
    first, second = office.exhibitor("Eins"), office.exhibitor("Zwei")
    slot = office.slot("A1")
    with transaction():
        hold(office.event, slot, first, SOON, BY)
    assert "Eins" in refused(give, office.event, [slot], second, BY)
    assert office.held(LATER) == {}
    with transaction():
        give(office.event, [slot], second, LATER)
    assert office.held(LATER) == {"A1/0": "Zwei"}
    assert "Zwei" in refused(give, office.event, [slot], first, LATER)


def test_a_hold_becomes_an_assignment_and_the_round_deletes_those_that_ended(
    office: Office,
) -> None:
    first = office.exhibitor("Eins")
    with transaction():
        hold(office.event, office.slot("A1"), first, SOON, BY)
        hold(office.event, office.slot("A2"), first, SOON, BY)
        give(office.event, [office.slot("A1")], first, BY)
    drop_ended_holds(lambda: LATER.now)
    assert office.held() == {"A1/0": "Eins"}


@pytest.mark.parametrize(
    ("needs", "words"),
    [
        ({"power_w": 9000}, "Stand A1 nicht bekommen"),
        ({"power_w": 3000}, "Stand A1 nicht bekommen"),
    ],
)
def test_power_is_refused_by_the_stand_and_by_its_circuit(
    office: Office, refused: Refused, needs: dict[str, int], words: str
) -> None:
    strong, other = office.exhibitor("Stark", **needs), office.exhibitor("Zwei", power_w=2000)
    with transaction():
        give(office.event, [office.slot("A2")], other, BY)
    assert words in refused(give, office.event, [office.slot("A1")], strong, BY)
    assert office.held() == {"A2/0": "Zwei"}


def test_warnings_that_were_not_shown_stop_it_and_say_so(office: Office) -> None:
    wants = office.exhibitor("Netz", network=True, days=(1,))
    slot = office.slot("A2")
    with pytest.raises(NotSeen) as caught, transaction():
        give(office.event, [slot], wants, BY, seen=["network"])
    reasons = [each.reason for each in caught.value.details["conflicts"]]
    assert reasons == ["day_not_asked", "network"]
    assert office.held() == {}
    with transaction():
        give(office.event, [slot], wants, BY, seen=["network", "day_not_asked"])
    assert office.held() == {"A2/0": "Netz"}


def test_two_are_swapped_or_one_moves_and_the_page_must_have_shown_it(
    office: Office, refused: Refused
) -> None:
    first, second = office.exhibitor("Eins"), office.exhibitor("Zwei")
    one, two, empty = office.slot("A1"), office.slot("A2"), office.slot("A3")
    with transaction():
        give(office.event, [one], first, BY)
        give(office.event, [two], second, BY)
    with transaction():
        swap(office.event, [(one, two)], {one: first, two: second}, BY)
    assert office.held() == {"A1/0": "Zwei", "A2/0": "Eins"}
    shown = {one: first, empty: None}
    assert "hat jetzt Zwei" in refused(swap, office.event, [(one, empty)], shown, BY)
    with transaction():
        swap(office.event, [(one, empty)], {one: second, empty: None}, BY)
    assert office.held() == {"A3/0": "Zwei", "A2/0": "Eins"}


def test_a_swap_that_one_of_both_cannot_bear_changes_neither(
    office: Office, refused: Refused
) -> None:
    strong, weak = office.exhibitor("Stark", power_w=3000), office.exhibitor("Zwei")
    one, poor = office.slot("A1"), office.slot("A3")
    with transaction():
        give(office.event, [one], strong, BY)
        give(office.event, [poor], weak, BY)
    shown = {one: strong, poor: weak}
    assert "Stark kann Stand A3 nicht" in refused(swap, office.event, [(one, poor)], shown, BY)
    assert office.held() == {"A1/0": "Stark", "A3/0": "Zwei"}


def test_undo_goes_back_step_by_step_and_only_ones_own(office: Office, refused: Refused) -> None:
    first, second = office.exhibitor("Eins"), office.exhibitor("Zwei")
    one, two = office.slot("A1"), office.slot("A2")
    with transaction():
        give(office.event, [one], first, BY)
    with transaction():
        swap(office.event, [(one, two)], {one: first, two: None}, BY)
    with transaction():
        undo(office.event, BY)
    assert office.held() == {"A1/0": "Eins"}
    assert "nichts rückgängig" in refused(undo, office.event, By(BY.now, "otto"))
    with transaction():
        free(office.event, [one], first, By(BY.now, "otto"))
        give(office.event, [one], second, By(BY.now, "otto"))
    assert "hat jetzt Zwei" in refused(undo, office.event, BY)
    assert office.held() == {"A1/0": "Zwei"}


def test_pitches_are_given_by_the_same_commands(office: Office, refused: Refused) -> None:
    speaker, other = office.exhibitor("Rednerin", pitch=True), office.exhibitor("Zwei")
    with transaction():
        give(office.event, [office.pitch()], speaker, BY, seen=[])
    with pytest.raises(NotSeen), transaction():
        give(office.event, [office.pitch(1)], other, BY, seen=[])
    assert "Rednerin" in refused(give, office.event, [office.pitch()], other, BY)
    with transaction():
        swap(
            office.event,
            [(office.pitch(), office.pitch(1))],
            {office.pitch(): speaker, office.pitch(1): None},
            BY,
        )
    assert office.read().held.keys() == {office.pitch(1)}


def test_a_withdrawal_frees_all_and_the_next_one_gets_it(office: Office) -> None:
    first, second = office.exhibitor("Eins"), office.exhibitor("Zwei")
    with transaction():
        give_all_days(office.event, office.slot("A1"), first, BY)
    with transaction():
        withdraw(office.row(first), BY.now, "exhibitor")
    assert office.held() == {}
    with transaction():
        give(office.event, [office.slot("A1")], second, BY)
    assert office.held() == {"A1/0": "Zwei"}
