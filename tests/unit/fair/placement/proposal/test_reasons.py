"""Why somebody was not placed."""

from ortenaudigital.fair.placement.proposal.problem import ask
from ortenaudigital.fair.placement.proposal.reasons import Lack, unplaced
from ortenaudigital.fair.placement.rules.facts import Holding, Limit
from tests.unit.fair.placement.fairs import exhibitor, fair_of, stand


def test_each_lack_counts_the_stands_that_it_excludes() -> None:
    fair = fair_of(
        stand(1, power_w=0),
        stand(2, power_w=0, network=False),
        stand(3, days=frozenset({2})),
        stand(4),
        stand(5, circuit=1),
        exhibitor(1, power_w=2000, network=True, days=frozenset({1})),
        exhibitor(2, days=frozenset({1})),
        circuits={1: Limit("Kreis 1", 1000)},
        held={(4, 1): Holding(exhibitor(2).id)},
    )
    [found] = unplaced(ask(fair), {})
    assert found.exhibitor.name == "Firma 1"
    assert found.lacks == {
        Lack.POWER: 2,
        Lack.NETWORK: 1,
        Lack.NOT_THERE: 1,
        Lack.TAKEN: 1,
        Lack.LIMIT: 1,
    }
