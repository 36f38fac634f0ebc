"""Statements that go straight to the driver: lists, values, errors, and what ends a transaction."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from ortenaudigital.checkin.models import ListEpoch
from ortenaudigital.kernel.db import connection, db, transaction
from ortenaudigital.kernel.db.driver import Driver, Prepared, alone, driver_of
from ortenaudigital.kernel.db.errors import is_unavailable
from ortenaudigital.kernel.db.lists import one_of

BEGUN = datetime(2027, 10, 1, 9, 30, 0, 5, tzinfo=UTC)
ADD = Prepared(sa.text("INSERT INTO list_epoch (epoch, begun_at) VALUES (:epoch, :begun_at)"))
FIND = Prepared(
    sa.select(ListEpoch.epoch).where(one_of(ListEpoch.epoch, "epochs")).order_by(ListEpoch.epoch)
)

pytestmark = pytest.mark.usefixtures("context")


def add(driver: Driver, *epochs: str) -> None:
    driver.run_each(ADD, [{"epoch": epoch, "begun_at": BEGUN} for epoch in epochs])


def add_and_break(driver: Driver) -> None:
    add(driver, "a")
    raise ZeroDivisionError


def stored() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(ListEpoch.epoch).order_by(ListEpoch.epoch)))


@pytest.mark.parametrize("epochs", [[], ["b"], ["b", "c", "x"], ["a", "b", "c"], ["x"]])
def test_lists_of_any_length_are_looked_for(epochs: list[str]) -> None:
    with alone() as driver:
        add(driver, "a", "b", "c")
        found = driver.rows(FIND, {"epochs": epochs})
    assert found == [(epoch,) for epoch in epochs if epoch != "x"]


def test_values_are_stored_as_columns_store_them() -> None:
    moment = BEGUN.astimezone(timezone(timedelta(hours=2)))
    with alone() as driver:
        driver.run(ADD, {"epoch": "a", "begun_at": moment})
    assert db.session.scalars(sa.select(ListEpoch.begun_at)).all() == [BEGUN]


def test_what_breaks_a_constraint_says_so_and_names_no_values() -> None:
    with pytest.raises(IntegrityError) as refused, alone() as driver:
        add(driver, "secret", "secret")
    assert not is_unavailable(refused.value)
    # PostgreSQL itself tells of the value; what is logged is the line before.
    assert "secret" not in str(refused.value).splitlines()[0]
    with alone() as driver:
        add(driver, "free again")
    assert "free again" in stored()


def test_a_transaction_of_a_session_goes_on_and_ends_as_it_does() -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        add_and_break(driver_of(connection()))
    with transaction():
        add(driver_of(connection()), "b")
    assert stored() == ["b"]


def test_nothing_is_lent_within_a_transaction() -> None:
    with transaction(), pytest.raises(RuntimeError, match="nest"), alone():
        pass


def test_sqlite_keeps_all_or_nothing() -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL commits each statement")
    with pytest.raises(ZeroDivisionError), alone() as driver:
        add_and_break(driver)
    assert stored() == []


def test_a_database_that_is_busy_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has one lock for all")
    monkeypatch.setattr("ortenaudigital.kernel.db.write_queue.WAIT_SECONDS", 0.1)
    other = db.engine.raw_connection()
    try:
        other.cursor().execute("BEGIN IMMEDIATE")
        with pytest.raises(SQLAlchemyError) as refused, alone():
            pass
    finally:
        other.close()
    assert is_unavailable(refused.value)
    with alone() as driver:
        add(driver, "a")
    assert stored() == ["a"]


def test_a_line_that_is_cut_is_told_as_such_and_not_used_again() -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no line")
    with pytest.raises(SQLAlchemyError) as refused, alone() as driver:
        add_to_nowhere(driver)
    assert is_unavailable(refused.value)
    with alone() as driver:
        add(driver, "b")
    assert stored() == ["b"]


def add_to_nowhere(driver: Driver) -> None:
    """Go on after the server has closed a connection, as it does when it is restarted."""
    ((pid,),) = driver.rows(Prepared(sa.text("SELECT pg_backend_pid()")), {})
    url: Any = db.engine.url.set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 2000)", [pid])
    add(driver, "a")
