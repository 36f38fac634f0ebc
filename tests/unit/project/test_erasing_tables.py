"""Nobody adds a table to an event without a feature saying that its rows go with it, or why not."""

from collections import Counter

from ortenaudigital.kernel.db import Base
from ortenaudigital.kernel.db.event_rows import tables_of_an_event
from ortenaudigital.wiring import PERSONAL_DATA


def test_every_table_of_an_event_goes_with_it_by_the_word_of_one_feature() -> None:
    claimed = Counter(table for holder in PERSONAL_DATA.values() for table in holder.of_event)
    of_an_event = {each.name for each in tables_of_an_event()}
    assert of_an_event - set(claimed) == set(), "say it in the privacy.py of its feature"
    assert set(claimed) - of_an_event == set()
    assert [table for table, number in claimed.items() if number > 1] == []


def test_what_knows_an_event_and_stays_has_a_reason() -> None:
    kept = {table: why for each in PERSONAL_DATA.values() for table, why in each.stays.items()}
    of_an_event = {each.name for each in tables_of_an_event()}
    know = {each.name for each in Base.metadata.sorted_tables if "event_id" in each.columns}
    assert know - of_an_event == set(kept), "say it in the privacy.py of its feature"
    assert all(len(why) > 20 for why in kept.values())


def test_who_claims_the_columns_of_a_table_says_what_becomes_of_its_rows() -> None:
    owners = {
        column.split(".")[0]: name
        for name, holder in PERSONAL_DATA.items()
        for column in holder.columns
    }
    for name, holder in PERSONAL_DATA.items():
        for table in (*holder.of_event, *holder.stays):
            assert owners.get(table, name) == name, table
