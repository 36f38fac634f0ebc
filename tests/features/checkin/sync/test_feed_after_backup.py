"""After a backup was put back, phones notice it and start anew."""

import pytest
from flask import Flask

from ortenaudigital.checkin.sync.changes import start_list_anew
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.db import Base, db, transaction
from tests.factories import BOOKED_AT, make_booking, make_event
from tests.features.checkin.door import Copy


class Backup:
    """A copy of all that is stored, to be put back."""

    def __init__(self) -> None:
        db.session.rollback()
        # The history is never taken back: the database refuses it.
        tables = [each for each in Base.metadata.sorted_tables if each.name != "audit_entry"]
        self.rows = [
            (table, db.session.execute(table.select()).mappings().all()) for table in tables
        ]

    def put_back(self) -> None:
        with transaction():
            for table, _ in reversed(self.rows):
                db.session.execute(table.delete())
            for table, rows in self.rows:
                if rows:
                    # Triggers on what came back already have written here what follows from it.
                    db.session.execute(table.delete())
                    db.session.execute(table.insert(), [dict(row) for row in rows])


def restore(backup: Backup) -> None:
    """What the operator does: put the backup back, and say so."""
    backup.put_back()
    with transaction():
        start_list_anew(BOOKED_AT, "test")


@pytest.mark.parametrize("most", [2, 2000])
def test_after_a_backup_was_put_back_phones_have_what_it_has(context: Flask, most: int) -> None:
    """Also where as much has changed since as was lost, so that all numbers are known ones."""
    event = make_event()
    make_booking(event, number=3)
    backup = Backup()
    lost = make_booking(event, number=3, last_name="Verloren")
    copy = Copy(event)
    copy.fetch(most)
    assert lost.tickets[0].short_code in copy.tickets

    restore(backup)
    event = get_event(event.slug)
    found = make_booking(event, number=3, last_name="Danach")
    assert not copy.is_new()
    copy.fetch(most)

    whole = Copy(event)
    whole.fetch()
    assert copy.tickets == whole.tickets
    assert found.tickets[0].short_code in copy.tickets
    assert copy.is_new()
    assert copy.fetch() == [], "once is enough"


def test_a_backup_that_is_put_back_twice_is_noticed_twice(context: Flask) -> None:
    event = make_event()
    make_booking(event)
    backup = Backup()
    copy = Copy(event)
    for _ in range(2):
        make_booking(get_event(event.slug), number=2)
        copy.fetch()
        restore(backup)
        make_booking(get_event(event.slug), number=2)
        copy.fetch()
        whole = Copy(event)
        whole.fetch()
        assert copy.tickets == whole.tickets


def test_a_phone_that_knows_too_much_starts_anew_even_if_nobody_says_so(context: Flask) -> None:
    event = make_event()
    make_booking(event)
    backup = Backup()
    ghost = make_booking(event, number=2).tickets[0].short_code
    copy = Copy(event)
    copy.fetch()
    backup.put_back()
    copy.fetch()
    assert ghost not in copy.tickets
    assert len(copy.tickets) == 1
