"""Nobody adds a column that can hold a name without saying what becomes of it."""

from sqlalchemy import JSON, LargeBinary, String

import ortenaudigital.factory  # noqa: F401  # all tables
from ortenaudigital.kernel.db import Base
from ortenaudigital.privacy.columns import COLUMNS


def test_every_column_that_can_name_somebody_is_known() -> None:
    texts = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, (String, JSON, LargeBinary))
    }
    assert texts - set(COLUMNS) == set(), "say in privacy/columns.py what becomes of it"
    assert set(COLUMNS) - texts == set()
