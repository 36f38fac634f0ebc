"""When an event wants proofs of work: many doubts begin it, and it lasts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ortenaudigital.bookings.proof.rules import MANY, Watch, is_attack, wants_proof
from ortenaudigital.events.rules import ProofOfWork
from ortenaudigital.limits.rules import DOUBTS, PROOF_WANTED

NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    ("doubts", "until", "begins"),
    [
        (0.0, 0.0, False),
        (MANY - 0.1, 0.0, False),
        (MANY, 0.0, True),
        (MANY, NOW - 1, True),
        # It is wanted already, and is not made longer.
        (MANY, NOW + 1, False),
        (0.0, NOW - 1, False),
    ],
)
def test_many_doubts_are_an_attack(doubts: float, until: float, begins: bool) -> None:
    assert is_attack(Watch(doubts, until), NOW) is begins


@given(until=st.floats(0, 2 * NOW))
def test_who_organises_has_the_last_word(until: float) -> None:
    assert wants_proof(ProofOfWork.ALWAYS, until, NOW)
    assert not wants_proof(ProofOfWork.NEVER, until, NOW)
    assert wants_proof(ProofOfWork.AUTO, until, NOW) is (until > NOW)


def test_it_lasts_longer_than_doubts_are_remembered() -> None:
    # Else it would go on and off with every pause of who attacks.
    assert PROOF_WANTED.seconds > DOUBTS.seconds
    assert DOUBTS.burst >= MANY
