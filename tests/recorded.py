"""Make again what was made before in the same database, by putting its rows back.

An event is made by an import of some sixty statements, in half of all tests, and its rows are
always the same.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

from ortenaudigital.kernel.db import Base, db

# The rows of a table, as the driver takes them: on PostgreSQL each as one text.
Rows: TypeAlias = Sequence[tuple[Any, ...]]
_seen: set[Hashable] = set()
_recorded: dict[Hashable, dict[str, Rows]] = {}


def make_again(key: Hashable, make: Callable[[], object]) -> None:
    """Make something that always has the same rows; `key` says all that they depend on.

    It is recorded in an empty database, so that the rows point at one another alone, and put back
    where their tables are empty; else it is made as the first time. What is made once only is not
    worth recording.
    """
    key = (str(db.engine.url), key)
    rows = _recorded.get(key)
    with _driver() as driver:
        if rows and _are_empty(driver, rows):
            return _put_back(driver, rows)
        is_new = rows is None and key in _seen and _are_empty(driver, Base.metadata.tables)
    _seen.add(key)
    make()
    if is_new:
        with _driver() as driver:
            _recorded[key] = _all_rows(driver)
    return None


@contextmanager
def _driver() -> Iterator[Any]:
    # As a use case does: what was read before is forgotten.
    db.session.rollback()
    db.session.expire_all()
    with db.engine.begin() as connection:
        yield connection.connection.driver_connection


def _on_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


def _all_rows(driver: Any) -> dict[str, Rows]:
    # In the order in which they may be put back.
    what = "t::text" if _on_postgresql() else "*"
    names = [table.name for table in Base.metadata.sorted_tables]
    found = {name: driver.execute(f'SELECT {what} FROM "{name}" t').fetchall() for name in names}
    return {name: rows for name, rows in found.items() if rows}


def _are_empty(driver: Any, names: Iterable[str]) -> bool:
    some = " OR ".join(f'EXISTS (SELECT 1 FROM "{name}")' for name in names)
    return not driver.execute(f"SELECT {some}").fetchone()[0]


def _put_back(driver: Any, recorded: dict[str, Rows]) -> None:
    for name, rows in recorded.items():
        if _on_postgresql():
            texts = [text for (text,) in rows]
            driver.execute(
                f'INSERT INTO "{name}" SELECT (t::"{name}").* FROM unnest(%s::text[]) t', (texts,)
            )
        else:
            places = ", ".join("?" * len(rows[0]))
            driver.executemany(f'INSERT INTO "{name}" VALUES ({places})', rows)
