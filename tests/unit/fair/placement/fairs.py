"""Fairs to place: small ones drawn by Hypothesis, larger ones by a seed."""

import random
from uuid import UUID

from hypothesis import strategies as st

from ortenaudigital.fair.placement.rules.facts import (
    ExhibitorFacts,
    Fair,
    Holding,
    Limit,
    StandFacts,
)

DAYS = (1, 2)
SIZES = ((200, 100), (300, 200), (300, 300))
GROUP = "gruppe"


def stand(number: int = 1, **values: object) -> StandFacts:
    """Make a stand that has everything, unless told otherwise."""
    usual = {"width_cm": 300, "depth_cm": 200, "power_w": 3000, "network": True, "accessible": True}
    known = {"days": frozenset(DAYS), "position": number, "label": f"A{number}"}
    return StandFacts(number, **{**usual, **known, **values})  # type: ignore[arg-type]


def exhibitor(number: int = 1, **values: object) -> ExhibitorFacts:
    """Make an exhibitor who needs nothing, unless told otherwise."""
    usual = {"name": f"Firma {number}", "days": frozenset(DAYS)}
    return ExhibitorFacts(UUID(int=number), **{**usual, **values})  # type: ignore[arg-type]


def fair_of(*parts: StandFacts | ExhibitorFacts, **values: object) -> Fair:
    """Make a fair of stands and exhibitors."""
    return Fair(
        {each.id: each for each in parts if isinstance(each, StandFacts)},
        {each.id: each for each in parts if isinstance(each, ExhibitorFacts)},
        **values,  # type: ignore[arg-type]
    )


_days = st.sampled_from([frozenset(DAYS)] * 3 + [frozenset({1}), frozenset({2})])


@st.composite
def _stands(draw: st.DrawFn, number: int) -> StandFacts:
    width, depth = draw(st.sampled_from(SIZES))
    return stand(
        number,
        days=draw(_days),
        area=draw(st.sampled_from([1, 1, 2])),
        circuit=draw(st.sampled_from([None, 1])),
        width_cm=width,
        depth_cm=depth,
        power_w=draw(st.sampled_from([0, 3000])),
        network=draw(st.booleans()),
        accessible=draw(st.booleans()),
    )


@st.composite
def _exhibitors(draw: st.DrawFn, number: int) -> ExhibitorFacts:
    width, depth = draw(st.sampled_from(SIZES))
    return exhibitor(
        number,
        days=draw(_days),
        width_cm=width,
        depth_cm=depth,
        power_w=draw(st.sampled_from([0, 0, 2000])),
        network=draw(st.sampled_from([False, False, True])),
        accessible=draw(st.sampled_from([False, False, True])),
        wish=draw(st.sampled_from(["", "A1", "a2"])),
        group=draw(st.sampled_from(["", GROUP])),
        apart=draw(st.sampled_from([frozenset(), frozenset({"firma 1"})])),
    )


@st.composite
def small_fairs(draw: st.DrawFn, most: int = 3) -> Fair:
    """Draw a fair of at most three stands and exhibitors, so that all placings can be tried."""
    stands = [draw(_stands(number + 1)) for number in range(draw(st.integers(1, most)))]
    exhibitors = [draw(_exhibitors(number + 1)) for number in range(draw(st.integers(1, most)))]
    limit = draw(st.sampled_from([None, 2000, 4000]))
    fair = fair_of(*stands, *exhibitors, circuits={1: Limit("Kreis 1", limit)})
    if draw(st.booleans()):
        at, who = stands[0], exhibitors[0]
        fair = fair.having({(at.id, day): Holding(who.id) for day in sorted(at.days)[:1]})
    return fair


def large_fair(size: int, seed: int = 1) -> Fair:
    """Make a fair of so many stands and exhibitors, in four halls of five circuits each."""
    chance = random.Random(seed)
    stands = [_some_stand(chance, number, size) for number in range(1, size + 1)]
    exhibitors = [_some_exhibitor(chance, number, size) for number in range(1, size + 1)]
    areas = {key: Limit(f"Halle {key}", size * 700) for key in {each.area for each in stands}}
    circuits = {
        key: Limit(f"Kreis {key}", max(9000, size * 150))
        for key in {each.circuit for each in stands}
    }
    return fair_of(*stands, *exhibitors, areas=areas, circuits=circuits)


def _some_days(chance: random.Random) -> frozenset[int]:
    return frozenset(chance.choice([DAYS] * 6 + [DAYS[:1], DAYS[1:]]))


def _some_stand(chance: random.Random, number: int, size: int) -> StandFacts:
    width, depth = chance.choice(SIZES)
    area = 1 + (number - 1) * 4 // size
    return stand(
        number,
        days=_some_days(chance),
        area=area,
        circuit=area * 10 + number % 5,
        width_cm=width,
        depth_cm=depth,
        power_w=chance.choice([0, 0, 3000, 3000, 9000]),
        network=chance.random() < 0.6,
        accessible=chance.random() < 0.5,
    )


def _some_exhibitor(chance: random.Random, number: int, size: int) -> ExhibitorFacts:
    width, depth = chance.choice([SIZES[0], *SIZES])
    grouped, wary = chance.random() < 0.15, chance.random() < 0.08
    return exhibitor(
        number,
        days=_some_days(chance),
        width_cm=width,
        depth_cm=depth,
        power_w=chance.choice([0, 0, 0, 2000, 3000, 9000]),
        network=chance.random() < 0.4,
        accessible=chance.random() < 0.1,
        wish=f"A{chance.randint(1, size)}" if chance.random() < 0.3 else "",
        group=f"gruppe {chance.randrange(size // 15 + 1)}" if grouped else "",
        apart=frozenset({f"firma {chance.randint(1, size)}"}) if wary else frozenset(),
    )
