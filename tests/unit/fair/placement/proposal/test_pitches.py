"""Pitches against all ways to share those of small fairs."""

import itertools
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from ortenaudigital.fair.placement.proposal.pitches import (
    Pitch,
    Pitches,
    PitchLack,
    share_pitches,
)
from ortenaudigital.fair.placement.proposal.problem import Placing
from ortenaudigital.fair.placement.rules.facts import Fair
from tests.unit.fair.placement.fairs import DAYS, exhibitor, fair_of

HOLDER = exhibitor(99, pitch=True)


@st.composite
def fairs(draw: st.DrawFn) -> tuple[Fair, Placing, list[Pitch]]:
    """Draw exhibitors with stands on some days, and pitches, some of which are given."""
    days = st.sets(st.sampled_from(DAYS))
    number = draw(st.integers(0, 4))
    some = [
        exhibitor(n, days=frozenset(draw(days)), pitch=draw(st.booleans())) for n in range(number)
    ]
    placing = {(10 * n + day, day): each.id for n, each in enumerate(some) for day in draw(days)}
    of_days = draw(st.lists(st.tuples(st.sampled_from(DAYS), st.booleans()), max_size=4))
    pitches = [
        Pitch(slot, day, HOLDER.id if taken else None)
        for slot, (day, taken) in enumerate(sorted(of_days), 1)
    ]
    return fair_of(*some, HOLDER), placing, pitches


def every_sharing(fair: Fair, placing: Placing, pitches: list[Pitch]) -> Iterator[frozenset[int]]:
    """Give each free pitch to anybody who may have it, or to nobody; say who has one, by number."""
    at = {(who, day) for (_, day), who in placing.items()}
    choices = [
        [
            None,
            *(
                who
                for who, each in fair.exhibitors.items()
                if each.pitch and pitch.day in each.days and (who, pitch.day) in at
            ),
        ]
        for pitch in pitches
        if pitch.holder is None
    ]
    for chosen in itertools.product(*choices):
        those = [each for each in chosen if each]
        if len(set(those)) == len(those):
            yield frozenset(each.int for each in those)


@given(fairs())
def test_no_sharing_gives_more_and_who_comes_first_goes_without_last(
    asked: tuple[Fair, Placing, list[Pitch]],
) -> None:
    fair, placing, pitches = asked
    shared = share_pitches(fair, placing, pitches)
    mine = frozenset(each.int for each in shared.given.values())
    every = set(every_sharing(*asked))
    assert len(mine) == len(shared.given)
    assert mine in every
    assert {pitch.slot for pitch in pitches if pitch.holder is None} >= shared.given.keys()
    most = max(len(each) for each in every)
    # Their numbers say who comes first.
    assert sorted(mine) == min(sorted(each) for each in every if len(each) == most)
    silent = {each.id for each in fair.exhibitors.values() if not each.pitch or each is HOLDER}
    if pitches and any(pitch.holder for pitch in pitches):
        assert mine.isdisjoint(each.int for each in silent)
        assert len(shared.without) + len(mine) == len(fair.exhibitors) - len(silent)


def test_each_lack_is_said() -> None:
    served, moved, no_stand, no_pitch, late = (exhibitor(n, pitch=True) for n in range(1, 6))
    placing: Placing = {
        **{(1, 1): served.id, (1, 2): served.id, (2, 1): moved.id},
        **{(3, 3): no_pitch.id, (4, 1): late.id, (5, 1): HOLDER.id},
    }
    third = exhibitor(4, pitch=True, days=frozenset({3}))
    fair = fair_of(served, moved, no_stand, third, late, HOLDER)
    pitches = [Pitch(7, 1), Pitch(8, 1, HOLDER.id), Pitch(9, 2)]
    assert share_pitches(fair, placing, pitches) == Pitches(
        # Who could speak on either day makes room for who cannot.
        {7: moved.id, 9: served.id},
        {
            no_stand.id: PitchLack.NO_STAND,
            third.id: PitchLack.NO_PITCH,
            late.id: PitchLack.TAKEN,
        },
    )
    assert share_pitches(fair, placing, []) == Pitches({}, {})
