"""Ids of forms say how long ago they were shown, and nobody but us makes them."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from ortenaudigital.web.shared.robots.form_ids import Doubt, age_of, doubt_of_age, seal_moment

KEY = b"one key"
SHOWN = 1_800_000_000.0
DRAWN = st.binary(min_size=6, max_size=6)


@given(drawn=DRAWN, age=st.integers(-90_000, 90_000_000))
def test_an_id_says_when_its_form_was_shown(drawn: bytes, age: int) -> None:
    form_id = seal_moment(KEY, SHOWN, drawn)
    assert (form_id.version, form_id.variant) == (4, uuid4().variant)
    assert age_of(KEY, form_id, SHOWN + age) == age


@given(drawn=DRAWN, bit=st.integers(0, 127))
def test_whoever_changes_a_bit_has_an_id_that_was_never_shown(drawn: bytes, bit: int) -> None:
    form_id = seal_moment(KEY, SHOWN, drawn)
    forged = UUID(int=form_id.int ^ (1 << bit))
    assert age_of(KEY, forged, SHOWN + 9) is None
    assert age_of(b"another key", form_id, SHOWN + 9) is None


def test_ids_of_one_second_differ() -> None:
    drawn = (number.to_bytes(6, "big") for number in range(1000))
    assert len({seal_moment(KEY, SHOWN, each) for each in drawn}) == 1000


def test_only_what_is_fast_or_was_never_shown_is_doubtful() -> None:
    assert doubt_of_age(None, 2) is Doubt.NEVER_SHOWN
    assert doubt_of_age(0, 2) is Doubt.TOO_FAST
    assert doubt_of_age(1.99, 2) is Doubt.TOO_FAST
    assert doubt_of_age(2, 2) is None
    assert doubt_of_age(365 * 86_400, 2) is None
    # The clock was put back.
    assert doubt_of_age(-3600, 2) is None
