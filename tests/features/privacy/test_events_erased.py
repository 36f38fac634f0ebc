"""An event is erased as a whole: nothing of it is left, and nothing of any other goes."""

from threading import Event as Flag
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import select

from ortenaudigital.audit.models import Actor, Entry
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import find_event
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.jobs.errors import Stopped
from ortenaudigital.jobs.models import Job, JobState
from ortenaudigital.jobs.worker import do_due
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import Base, db, transaction
from ortenaudigital.kernel.db.event_rows import EventRows, tables_of_an_event
from ortenaudigital.pictures.models import Picture
from ortenaudigital.privacy.whole_event import erasing
from ortenaudigital.privacy.whole_event.commands import JOB
from ortenaudigital.privacy.whole_event.models import EventErasure
from ortenaudigital.privacy.whole_event.rules import ErasureState
from ortenaudigital.reporting.council.models import KeptReport
from tests.factories import make_booking, make_event, make_exhibitor
from tests.features.privacy.promise import everything
from tests.features.privacy.whole_events import decide, make_full_event


def work() -> None:
    while do_due(utc_now, Flag()):
        pass
    db.session.expire_all()


def rows_of(event_id: int) -> dict[str, int]:
    rows = EventRows(event_id)
    return rows.count(each.name for each in rows.tables)


def contents() -> dict[str, list[Any]]:
    """Read what other events have, without what the erasing itself writes."""
    own = {"audit_entry", "audit_actor", "event_erasure", "kept_report", "letter", "job"}
    own |= {"user", "membership", "audit_words"}
    tables = [each for each in Base.metadata.sorted_tables if each.name not in own]
    return {each.name: sorted(map(str, db.session.execute(select(each)))) for each in tables}


def test_nothing_of_an_event_is_left_and_all_of_another(context: Flask) -> None:
    other = make_event(slug="bleibt")
    make_booking(other)
    kept = make_exhibitor(other, email="bleibt@example.org")
    before = contents()
    event = make_full_event(context)
    event_id, picture_id = event.id, db.session.scalars(select(Picture.id)).first()
    stored = rows_of(event_id)
    assert set(stored) == {each.name for each in tables_of_an_event()}
    empty = [name for name, number in stored.items() if not number]
    assert empty == [], "a table that nothing stands in proves nothing"
    with transaction():
        # Of next year's fair, who came from this one.
        first = db.session.scalars(
            select(Exhibitor.id).where(Exhibitor.event_id == event_id)
        ).first()
        db.session.get_one(Exhibitor, kept.id).invited_again_from = first
    erasure_id = decide(event)
    work()
    assert {name: number for name, number in rows_of(event_id).items() if number} == {}
    assert db.session.get(Picture, picture_id) is None
    assert db.session.scalars(select(Job).where(Job.scope == f"event:{event_id}")).all() == []
    after = contents()
    assert {name for name in before if before[name] != after[name]} <= {
        *("town", "limit_bucket", "link_request", "password_reset", "series", "probe"),
    }
    erasure = db.session.get_one(EventErasure, erasure_id)
    assert (erasure.state, erasure.counts["bookings"]) == (ErasureState.ERASED, 1)


def test_who_did_something_at_the_event_is_forgotten_and_who_erased_it_is_not(
    context: Flask,
) -> None:
    event = make_full_event(context)
    event_id = event.id
    decide(event)
    work()
    query = select(Entry).where(Entry.event_id == event_id)
    of_event = db.session.scalars(query).all()
    assert of_event
    assert [each.named for each in of_event if each.named] == []
    said = db.session.scalars(
        select(Entry).where(Entry.subject.like("erasure:%")).order_by(Entry.id)
    ).all()
    assert [(each.action, each.actor) for each in said] == [
        ("privacy.erasure_asked", "olga@example.org"),
        ("privacy.erasure_confirmed", "otto@example.org"),
        ("privacy.event_erased", "worker"),
    ]
    assert said[-1].details["slug"] == "ortenau-digital-2027"
    assert said[-1].details["bookings"] == 1
    assert "Erika" not in everything()


def test_the_report_of_what_took_place_stays(context: Flask) -> None:
    event = make_full_event(context)
    booked = event.title
    erasure_id = decide(event)
    work()
    report = db.session.get_one(KeptReport, erasure_id)
    assert report.figures["title"] == booked
    assert report.figures["exhibitors"]


def test_of_a_draft_nothing_stays_but_that_it_was_erased(context: Flask) -> None:
    event = make_event(state="draft")
    erasure_id = decide(event)
    assert find_event("ortenau-digital-2027") is None
    work()
    assert db.session.scalars(select(Event)).all() == []
    assert db.session.get(KeptReport, erasure_id) is None
    make_event()


@pytest.mark.parametrize("after", [7, 60])
def test_what_is_interrupted_goes_on(
    context: Flask, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = make_full_event(context)
    event_id = event.id
    erasure_id = decide(event)
    monkeypatch.setattr(erasing, "AT_ONCE", 1)
    turns = 0

    def report(_: int) -> None:
        nonlocal turns
        turns += 1
        if turns == after:
            raise Stopped

    with pytest.raises(Stopped):
        erasing.erase_event({"erasure": str(erasure_id)}, report)
    assert db.session.get_one(EventErasure, erasure_id).state is ErasureState.CONFIRMED
    db.session.rollback()
    monkeypatch.undo()
    work()
    assert sum(rows_of(event_id).values()) == 0
    assert db.session.get_one(EventErasure, erasure_id).state is ErasureState.ERASED


def test_a_row_that_comes_late_goes_too(context: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    event = make_event(state="draft")
    event_id = event.id
    erasure_id = decide(event)
    late = EventRows.delete_some

    def with_a_late_one(self: EventRows, table: sa.Table, most: int) -> int:
        if table.name == "event" and not made:
            made.append(table.name)
            statement = "INSERT INTO floor (event_id, version) VALUES (:event, 1)"
            db.session.execute(sa.text(statement), {"event": event_id})
            db.session.commit()
        return late(self, table, most)

    made: list[str] = []
    monkeypatch.setattr(EventRows, "delete_some", with_a_late_one)
    erasing.erase_event({"erasure": str(erasure_id)}, lambda _: None)
    assert sum(rows_of(event_id).values()) == 0


def test_what_nobody_confirmed_is_not_done(context: Flask) -> None:
    event = make_event(state="draft")
    event_id, erasure_id = event.id, decide(event)
    with transaction():
        db.session.get_one(EventErasure, erasure_id).state = ErasureState.WITHDRAWN
    work()
    (job,) = db.session.scalars(select(Job).where(Job.kind == JOB))
    assert job.state in (JobState.WAITING, JobState.FAILED)
    assert db.session.get(Event, event_id) is not None


def test_numbers_in_the_history_never_come_again(context: Flask) -> None:
    event = make_event(state="draft")
    event_id = event.id
    decide(event)
    work()
    assert make_event(slug="anderes").id > event_id


def test_every_table_is_in_the_order_in_which_rows_can_go(context: Flask) -> None:
    order = [each.name for each in tables_of_an_event()]
    for table in tables_of_an_event():
        for key in table.foreign_keys:
            target = key.column.table.name
            if target in order and target != table.name:
                assert order.index(table.name) < order.index(target), table.name
    assert Actor.__tablename__ not in order
