"""Questions of pages that change nothing: one statement, one trip, no session."""

from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Executable, Row

from ortenaudigital.kernel.db import db

_readers: WeakKeyDictionary[Engine, Engine] = WeakKeyDictionary()


def ask(question: Executable, values: Mapping[str, Any]) -> Sequence[Row[Any]]:
    """Ask one question and return all rows.

    What the session of the request has not committed is not seen. On PostgreSQL the question goes
    out without BEGIN and ROLLBACK around it, which takes a third of the trips.
    """
    with _reader(db.engine).connect() as connection:
        return connection.execute(question, values).all()


def _reader(engine: Engine) -> Engine:
    if engine.dialect.name == "sqlite":
        return engine
    if engine not in _readers:
        # It shares the pool of connections.
        _readers[engine] = engine.execution_options(isolation_level="AUTOCOMMIT")
    return _readers[engine]
