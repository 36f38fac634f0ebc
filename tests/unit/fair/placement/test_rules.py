"""What is in the way at a stand, in which words, and who fits best."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ortenaudigital.fair.placement.rules.conflicts import (
    Reason,
    Size,
    conflicts,
    is_too_small,
    load,
)
from ortenaudigital.fair.placement.rules.facts import Fair, Holding, Limit
from ortenaudigital.fair.placement.rules.neighbours import next_door
from ortenaudigital.fair.placement.rules.ranking import candidates, fit
from tests.unit.fair.placement.fairs import exhibitor, fair_of, small_fairs, stand


def about(fair: Fair, who: int = 1, at: int = 1, day: int = 1) -> dict[Reason, str]:
    """Return what is in the way, in words."""
    everyone = {each.id.int: each for each in fair.exhibitors.values()}
    near = next_door(fair.stands.values())
    found = conflicts(fair, near, everyone[who], fair.stands[at], day)
    return {conflict.reason: str(conflict) for conflict in found}


def test_nothing_is_in_the_way_of_who_needs_nothing() -> None:
    assert about(fair_of(stand(), exhibitor())) == {}


def test_each_need_that_is_not_met_says_what_and_how_much() -> None:
    poor = stand(power_w=0, network=False, accessible=False, width_cm=200, depth_cm=150)
    asks = exhibitor(power_w=9000, network=True, accessible=True, width_cm=300, depth_cm=200)
    assert about(fair_of(poor, asks)) == {
        Reason.POWER: "Strom: braucht 9000 W, hier sind es 0 W",
        Reason.NETWORK: "Kein Netzwerk, wird aber gebraucht",
        Reason.ACCESS: "Nicht barrierefrei, wird aber gebraucht",
        Reason.SIZE: "Zu klein: braucht 3 × 2 m, hier sind es 2 × 1,5 m",
    }


def test_who_is_not_accepted_is_refused_whatever_fits() -> None:
    assert Reason.NOT_ACCEPTED in about(fair_of(stand(), exhibitor(accepted=False)))


def test_days_that_are_not_there_or_were_not_asked_for() -> None:
    fair = fair_of(stand(days=frozenset({1})), exhibitor(days=frozenset({2})))
    assert about(fair, day=1) == {Reason.DAY_NOT_ASKED: "Wollte an diesem Tag nicht ausstellen"}
    assert about(fair, day=2) == {Reason.NOT_THERE: "An diesem Tag gibt es diesen Stand nicht"}


def test_a_stand_that_is_taken_names_who_has_it() -> None:
    fair = fair_of(stand(), exhibitor(1), exhibitor(2), held={(1, 1): Holding(exhibitor(2).id)})
    assert about(fair) == {Reason.TAKEN: "Vergeben an Firma 2"}
    assert about(fair, day=2) == {}


def test_circuit_and_area_bear_no_more_than_their_limits() -> None:
    at = {"circuit": 5, "area": 7, "power_w": 9000}
    fair = fair_of(
        stand(1, **at),
        stand(2, **at),
        exhibitor(1, power_w=3000, network=True),
        exhibitor(2, power_w=2000, network=True),
        circuits={5: Limit("Kreis 5", power_w=4000)},
        areas={7: Limit("Halle", network=1)},
        held={(2, 1): Holding(exhibitor(2).id)},
    )
    assert about(fair) == {
        Reason.POWER_LIMIT: "Strom: Kreis 5 trägt 4000 W, damit wären es 5000 W",
        Reason.NETWORK_LIMIT: "Netzwerk: Halle hat 1 Anschlüsse, es wären 2",
    }
    assert about(fair, day=2) == {}
    assert load(fair, 1, 7, None) == (2000, 1)


def test_competitors_next_door_are_named_from_either_side() -> None:
    for first, second in (({"firma 2"}, set()), (set(), {"firma 1"})):
        fair = fair_of(
            *(stand(number) for number in (1, 2, 3)),
            exhibitor(1, apart=frozenset(first)),
            exhibitor(2, apart=frozenset(second)),
            held={(2, 1): Holding(exhibitor(2).id)},
        )
        assert about(fair) == {Reason.APART: "Soll nicht neben Firma 2 stehen"}
        assert about(fair, at=3) == {Reason.APART: "Soll nicht neben Firma 2 stehen"}


def test_away_from_the_group_is_a_warning_only_once_somebody_of_it_stands() -> None:
    fair = fair_of(
        *(stand(number) for number in (1, 2, 3)),
        exhibitor(1, group="Kehl"),
        exhibitor(2, group="Kehl"),
    )
    assert about(fair) == {}
    fair = fair.having({(3, 1): Holding(exhibitor(2).id)})
    assert about(fair) == {Reason.GROUP_ELSEWHERE: "Steht nicht bei der Gruppe Kehl"}
    assert about(fair, at=2) == {}


def test_stands_on_a_plan_are_neighbours_within_a_metre_and_a_half() -> None:
    drawn = [
        stand(1, place=(0, 0, 300, 200)),
        stand(2, place=(450, 0, 300, 200)),
        stand(3, place=(901, 0, 300, 200)),
        stand(4, place=(0, 340, 300, 200)),
    ]
    assert next_door(drawn) == {1: {2, 4}, 2: {1, 4}, 3: set(), 4: {1, 2}}


def test_stands_of_another_area_are_never_neighbours() -> None:
    assert next_door([stand(1, area=1), stand(2, area=2)]) == {1: frozenset(), 2: frozenset()}


def test_what_fits_closest_and_was_wished_for_comes_first() -> None:
    fair = fair_of(
        stand(1, power_w=3000),
        exhibitor(1, power_w=9000),
        exhibitor(2, power_w=3000, width_cm=300, depth_cm=200, network=True, accessible=True),
        exhibitor(3, wish="a1"),
        exhibitor(4),
        exhibitor(5, days=frozenset({2})),
        exhibitor(6, accepted=False),
    )
    found = candidates(fair, next_door(fair.stands.values()), fair.stands[1], 1)
    assert [each.exhibitor.id.int for each in found] == [3, 2, 4, 1]
    assert [each.refused for each in found] == [False, False, False, True]
    assert found[0].wished


def test_a_side_that_nobody_said_is_left_out() -> None:
    assert [str(Size(300, 250)), str(Size(250, 0)), str(Size(0, 50))] == ["3 × 2,5", "2,5", "0,5"]


sizes = st.integers(0, 1000)


@given(sizes, sizes, sizes, sizes)
def test_a_stand_fits_whichever_way_round(width: int, depth: int, wants: int, deep: int) -> None:
    place = stand(width_cm=width, depth_cm=depth)
    small = is_too_small(place, exhibitor(width_cm=wants, depth_cm=deep))
    assert small == is_too_small(place, exhibitor(width_cm=deep, depth_cm=wants))
    assert 0 <= fit(place, exhibitor(width_cm=wants, depth_cm=deep)) <= 100


@settings(max_examples=60)
@given(small_fairs())
def test_neighbours_are_mutual_and_refusals_come_first(fair: Fair) -> None:
    near = next_door(fair.stands.values())
    assert all(one in near[other] for one, others in near.items() for other in others)
    for who in fair.exhibitors.values():
        for at in fair.stands.values():
            found = [each.refuses for each in conflicts(fair, near, who, at, 1)]
            assert found == sorted(found, reverse=True)
