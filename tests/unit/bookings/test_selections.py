"""How a selection of bookings is written: one way, whatever an address says, and read back."""

from datetime import timedelta
from urllib.parse import urlencode

from hypothesis import example, given
from hypothesis import strategies as st

from ortenaudigital.bookings.lists.rules import (
    FIELDS,
    LONGEST_WORDS,
    NEWEST,
    Selection,
    next_year,
    read_order,
    read_selection,
    selection_of,
    stored_view,
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


def test_a_view_keeps_no_words_and_goes_along_to_next_year() -> None:
    query = "q=Erika&sort=-name&tag=2027-10-01&art=fachticket&nach=7"
    assert stored_view(query) == "art=fachticket&tag=2027-10-01&sort=-name"
    assert next_year(query, timedelta(days=364)) == "art=fachticket&tag=2028-09-29&sort=-name"
    assert next_year("status=valid", timedelta(days=364)) == "status=valid"
    assert stored_view("sort=-gebucht&q=a") == stored_view("sort=nichts") == ""


def test_what_a_list_is_sorted_by_is_read_as_it_is_written() -> None:
    for word in ("gebucht", "-gebucht", "name", "-name", "nummer", "-nummer"):
        assert read_order(word).word == word
    assert read_order("--name") == read_order("-") == read_order("") == NEWEST
