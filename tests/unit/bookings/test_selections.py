"""How a selection of bookings is written: one way, whatever an address says, and read back."""

from urllib.parse import urlencode

from hypothesis import example, given
from hypothesis import strategies as st

from ortenaudigital.bookings.lists.rules import (
    FIELDS,
    LONGEST_WORDS,
    Selection,
    read_selection,
    selection_of,
)

VALUES = st.dictionaries(st.sampled_from([*FIELDS, "q", "sort", "nach", "x"]), st.text(max_size=20))


@given(VALUES)
@example({"q": "Müller & Söhne", "antwort": "a.b.c=d"})
@example({"q": "\x00\x1c a", "art": "é"})
def test_what_is_written_is_read_back(values: dict[str, str]) -> None:
    selection = selection_of(values)
    assert read_selection(selection.query) == selection
    assert read_selection(selection.query).query == selection.query


@given(VALUES)
def test_the_order_in_which_it_was_chosen_says_nothing(values: dict[str, str]) -> None:
    backwards = dict(reversed(values.items()))
    assert selection_of(backwards).query == selection_of(values).query


def test_only_fields_are_kept_and_nothing_empty() -> None:
    query = urlencode({"nach": "7", "sort": "name", "art": "", "status": "valid", "q": "  a  b "})
    assert read_selection(query) == Selection("a b", {"status": "valid"})
    assert read_selection(query).query == "q=a+b&status=valid"
    assert read_selection("").query == ""


def test_words_are_no_text() -> None:
    assert len(selection_of({"q": "a" * 999}).words) == LONGEST_WORDS
