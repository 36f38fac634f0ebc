"""Rows that are sent to the driver itself, and transactions that mix them with objects."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
import sqlalchemy as sa

from ortenaudigital.audit.models import Entry
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.db.rows import insert_if_absent, insert_row, insert_rows
from ortenaudigital.limits.models import Bucket
from ortenaudigital.outbox.models import Letter, LetterState
from ortenaudigital.queue.rules import Priority

pytestmark = pytest.mark.usefixtures("context")
NOW = datetime(2026, 11, 26, 17, 30, tzinfo=UTC)
LETTER = {
    "message_id": "1@example.org",
    "kind": "bookings.confirmation",
    "subject_id": str(uuid4()),
    "label": "7K3M9P",
    "priority": Priority.HIGH,
    "state": LetterState.WAITING,
    "created_at": NOW,
    "due_at": NOW,
    "attempts": 0,
}
ENTRY = {"at": NOW, "done_as": "holder", "action": "x.y", "subject": "1", "details": {"tickets": 2}}


def stored(table: str) -> list[dict[str, object]]:
    """Read rows as the database has them, without what our types make of them."""
    # The first column is the id, or the key.
    rows = db.session.execute(sa.text(f"SELECT * FROM {table} ORDER BY 1")).mappings()
    return [{name: row[name] for name in row if name != "id"} for row in rows]


# What a second row cannot have as well.
OTHERS = {Letter: {"message_id": "2@example.org"}}


@pytest.mark.parametrize(("table", "values"), [(Entry, ENTRY), (Letter, LETTER)])
def test_a_row_is_stored_as_an_object_is(table: type, values: dict[str, object]) -> None:
    with transaction():
        insert_row(table, values)
    by_driver = stored(table.__tablename__)
    with transaction():
        db.session.add(table(**{**values, **OTHERS.get(table, {})}))
    *first, second = stored(table.__tablename__)
    assert first == by_driver
    assert second | {key: values[key] for key in OTHERS.get(table, {})} == first[0]


def test_defaults_of_a_column_hold_for_rows_too() -> None:
    rows = [{"at": NOW, "done_as": "holder", "action": "x.y", "subject": str(n)} for n in (1, 2)]
    with transaction():
        insert_rows(Entry, rows)
    assert [entry.details for entry in db.session.scalars(sa.select(Entry))] == [{}, {}]


def test_only_the_first_of_two_rows_with_one_key_is_inserted() -> None:
    with transaction():
        assert insert_if_absent(Bucket, {"key": b"k", "full_at": 1.0})
        assert not insert_if_absent(Bucket, {"key": b"k", "full_at": 2.0})
    assert [row["full_at"] for row in stored("limit_bucket")] == [1.0]


def test_statements_alone_are_committed() -> None:
    with transaction():
        insert_row(Bucket, {"key": b"k", "full_at": 1.0})
        assert not db.session().in_transaction()
    db.session.remove()
    assert len(stored("limit_bucket")) == 1


def test_statements_and_objects_share_one_transaction() -> None:
    with transaction():
        db.session.add(Entry(**ENTRY))
        insert_row(Bucket, {"key": b"k", "full_at": 1.0})
        db.session.add(Entry(**ENTRY))
    db.session.remove()
    assert (len(stored("audit_entry")), len(stored("limit_bucket"))) == (2, 1)


def _store_and_fail() -> None:
    with transaction():
        db.session.add(Entry(**ENTRY))
        db.session.flush()
        insert_row(Bucket, {"key": b"k", "full_at": 1.0})
        raise LookupError


def test_neither_statements_nor_objects_are_kept_after_an_error() -> None:
    with pytest.raises(LookupError):
        _store_and_fail()
    db.session.remove()
    assert not stored("audit_entry")
    assert not stored("limit_bucket")


def test_a_use_case_goes_on_after_a_savepoint_was_rolled_back() -> None:
    with transaction():
        insert_row(Bucket, {"key": b"k", "full_at": 1.0})
        with pytest.raises(sa.exc.IntegrityError), db.session.begin_nested():
            insert_row(Bucket, {"key": b"k", "full_at": 2.0})
        insert_row(Bucket, {"key": b"l", "full_at": 3.0})
    db.session.remove()
    assert [row["full_at"] for row in stored("limit_bucket")] == [1.0, 3.0]
