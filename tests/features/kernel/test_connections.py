"""Kept connections to PostgreSQL: used without a question, opened anew when they are cut."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from ortenaudigital.kernel.db.connections import engine_options
from tests.conftest import Databases

PID = sa.text("SELECT pg_backend_pid()")


@pytest.fixture
def engine(databases: Databases) -> Iterator[sa.Engine]:
    url = databases.postgresql()
    engine = sa.create_engine(url, **engine_options(url), pool_size=1)
    yield engine
    engine.dispose()


def ask(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(PID) or 0)


def from_elsewhere(engine: sa.Engine, statement: str) -> None:
    url = engine.url.render_as_string(hide_password=False).replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as other:
        other.execute(statement)  # type: ignore[call-overload]  # written by these tests


def test_a_kept_connection_is_used_without_a_question(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(engine)
    wait: Callable[..., Any] = psycopg.Connection.wait
    trips = []

    def count(*arguments: Any, **options: Any) -> Any:
        trips.append(1)
        return wait(*arguments, **options)

    monkeypatch.setattr(psycopg.Connection, "wait", count)
    ask(engine)
    # The question, with the beginning of its transaction, and the end of it.
    assert len(trips) <= 3


def test_a_connection_that_the_server_closed_is_opened_anew(engine: sa.Engine) -> None:
    before = ask(engine)
    from_elsewhere(engine, f"SELECT pg_terminate_backend({before}, 5000)")
    assert ask(engine) != before


def test_a_note_of_the_server_ends_no_connection(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        connection.execute(sa.text("LISTEN door"))
        connection.commit()
    before = ask(engine)
    from_elsewhere(engine, "NOTIFY door")
    time.sleep(0.1)
    assert ask(engine) == before
