"""Nobody adds a table to an event without a feature saying whether its next edition gets a copy."""

from collections import Counter

from ortenaudigital.kernel.db import Base
from ortenaudigital.wiring import TRANSFERS


def tables_of_an_event() -> set[str]:
    """Return the tables whose rows refer to an event, be it through others."""
    found = {"event"}
    while True:
        more = {
            table.name
            for table in Base.metadata.sorted_tables
            if any(key.column.table.name in found for key in table.foreign_keys)
        }
        if more <= found:
            return found
        found |= more


def test_every_table_of_an_event_is_copied_or_left_by_one_feature() -> None:
    claimed = Counter(
        table for transfer in TRANSFERS.values() for table in (*transfer.copies, *transfer.leaves)
    )
    assert tables_of_an_event() - set(claimed) == set(), "say it in the transfer.py of its feature"
    assert set(claimed) - tables_of_an_event() == set()
    assert [table for table, number in claimed.items() if number > 1] == []


def test_what_is_referred_to_is_copied_first_and_never_left() -> None:
    order = [table for transfer in TRANSFERS.values() for table in transfer.copies]
    of_an_event = tables_of_an_event()
    for place, table in enumerate(order):
        referred = {key.column.table.name for key in Base.metadata.tables[table].foreign_keys}
        assert referred & of_an_event <= set(order[:place]), table
