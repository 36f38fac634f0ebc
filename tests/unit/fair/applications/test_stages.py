"""Where an exhibitor stands: one rule for all pages."""

import pytest

from ortenaudigital.fair.applications.rules import Stage, State, stage_of

THU, FRI = 1, 2


@pytest.mark.parametrize(
    ("wanted", "held", "confirmed", "stage"),
    [
        (set(), set(), False, Stage.ACCEPTED),
        # Without a stand nothing is left of a yes.
        (set(), set(), True, Stage.ACCEPTED),
        (set(), {FRI}, False, Stage.PLACED),
        (set(), {FRI}, True, Stage.CONFIRMED),
        ({THU, FRI}, {FRI}, False, Stage.ACCEPTED),
        ({THU, FRI}, {FRI}, True, Stage.ACCEPTED),
        ({THU, FRI}, {THU, FRI}, False, Stage.PLACED),
        ({FRI}, {THU, FRI}, True, Stage.CONFIRMED),
        ({FRI}, {THU}, False, Stage.ACCEPTED),
    ],
)
def test_an_accepted_exhibitor_is_placed_by_the_days_asked_for(
    wanted: set[int], held: set[int], confirmed: bool, stage: Stage
) -> None:
    assert stage_of(State.ACCEPTED, wanted, held, confirmed) is stage


@pytest.mark.parametrize("state", [each for each in State if each is not State.ACCEPTED])
def test_others_stand_where_their_application_does(state: State) -> None:
    assert stage_of(state, {THU}, {THU}, True) == state
