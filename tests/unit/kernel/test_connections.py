"""What a connection to SQLite has from the start. Tests themselves do not wait for the disk."""

import sqlite3
from contextlib import closing

from ortenaudigital.kernel.db.connections import set_up_connection

FULL = 2


def test_what_was_confirmed_outlives_a_power_cut() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        set_up_connection(connection)
        assert connection.execute("PRAGMA synchronous").fetchone() == (FULL,)
