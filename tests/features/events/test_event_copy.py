"""Next year's event: all that was written about the old one, on its new dates, and nobody of it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.audit.models import Entry
from ortenaudigital.event_changes.copying import Wanted, copy_event
from ortenaudigital.event_changes.states import Move, change_state
from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rules import EventState
from ortenaudigital.events.sections.event_file import EventFile, read_event
from ortenaudigital.fair.inventory.models import Slot
from ortenaudigital.fair.inventory.plans import read_floor
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.kernel.db import Base, db, transaction
from ortenaudigital.wiring import TRANSFERS
from tests.factories import (
    BOOKED_AT,
    make_booking,
    make_device,
    make_event,
    make_exhibitor,
    make_organiser,
)

OLD, NEW = "ortenau-digital-2027", "ortenau-digital-2028"
FIRST = date(2027, 9, 30)


def flask(app: Flask, *words: str, fails: bool = False) -> str:
    result = app.test_cli_runner().invoke(args=["event", "copy", *words])
    assert (result.exit_code != 0) is fails, result.output
    db.session.rollback()
    db.session.expire_all()
    return result.output


def file_of(slug: str) -> EventFile:
    event = get_event(slug)
    return read_event(event, read_floor(event))


def moved(file: EventFile, shift: timedelta) -> EventFile:
    """Return what the file of the copy has to say."""

    def later(old: datetime | None) -> datetime | None:
        return old and old + shift

    changes = {
        "slug": NEW,
        "state": EventState.DRAFT,
        "title": file.event.title.replace("2027", "2028"),
        **{name: later(getattr(file.event, name)) for name in MOMENTS},
    }
    types = [
        each.model_copy(update={"admits_to": [day + shift for day in each.admits_to]})
        for each in file.ticket_types
    ]
    stands = [
        each.model_copy(update={"days": [day + shift for day in each.days]}) if each.days else each
        for each in file.stands
    ]
    return replace(
        file,
        event=file.event.model_copy(update=changes),
        days=tuple(day.model_copy(update={"date": day.date + shift}) for day in file.days),
        ticket_types=tuple(types),
        stands=tuple(stands),
    )


MOMENTS = (
    *("booking_opens", "booking_closes", "applications_close"),
    *("corrections_close", "furniture_close"),
)


def make_busy_event() -> Event:
    event = make_event()
    make_booking(event, number=2)
    exhibitor = make_exhibitor(event)
    make_device(event)
    make_organiser(role=Role.ORGANISER, event=event)
    # In winter, while the doors open in summer.
    early = event.days[0].opens_at - timedelta(days=190)
    moments = {f"{name}_at": early + timedelta(days=n) for n, name in enumerate(MOMENTS)}
    with transaction():
        assign(list_free_slots(event)[0], exhibitor, BOOKED_AT, "olga@example.org")
        db.session.execute(update(Event).values(**moments, reentry=True, calendar_sequence=3))
    return get_event(OLD)


@pytest.mark.parametrize("first", [date(2028, 9, 28), date(2028, 12, 1), date(2027, 3, 27)])
def test_a_copy_says_the_same_on_its_own_dates(context: Flask, first: date) -> None:
    make_busy_event()
    said = flask(context, OLD, NEW, "--date", str(first), "--title", "Ortenau Digital 2028")
    second = first + timedelta(days=1)
    assert f"Ortenau Digital 2028 on {first}, {second}" in said
    assert file_of(NEW) == moved(file_of(OLD), first - FIRST)
    new = get_event(NEW)
    assert (new.calendar_sequence, new.before_change, new.reentry) == (0, None, True)
    assert [day.calendar_key for day in new.days] == [str(first), str(second)]
    assert [each.taken for each in new.ticket_types] == [0, 0]
    assert drawn_on(new) == drawn_on(get_event(OLD))
    assert len(list_free_slots(new)) == len(db.session.scalars(select(Slot)).unique().all()) / 2
    (entry,) = db.session.scalars(select(Entry).where(Entry.action == "events.copied"))
    assert (entry.subject, entry.details) == (f"event:{new.id}", {"source": OLD})


def drawn_on(event: Event) -> list[list[tuple[object, ...]]]:
    """Return the quotas of each ticket type, which belong to its own event."""
    types = event.ticket_types
    assert {quota.event_id for each in types for quota in each.draws_on} == {event.id}
    return [[(quota.size, quota.title) for quota in each.draws_on] for each in types]


def test_nobody_goes_along(context: Flask) -> None:
    make_busy_event()
    left = {table for transfer in TRANSFERS.values() for table in transfer.leaves}
    before = {table: count(table) for table in left}
    assert all(before[table] for table in ("booking", "ticket", "exhibitor", "assignment"))
    assert before["membership"] == 1
    flask(context, OLD, NEW, "--date", "2028-09-28")
    assert {table: count(table) for table in left} == before


def count(table: str) -> int:
    return db.session.scalar(select(func.count()).select_from(Base.metadata.tables[table])) or 0


def test_a_copy_can_be_booked_and_the_old_one_is_untouched(context: Flask) -> None:
    make_event()
    before = file_of(OLD)
    flask(context, OLD, NEW, "--date", "2028-09-28", "--title", "Neuland")
    assert get_event(NEW).title == "Neuland"
    with transaction():
        change_state(NEW, Move(EventState.PUBLISHED, False), BOOKED_AT, "olga")
    make_booking(get_event(NEW), ticket_type="buergerticket")
    assert [each.taken for each in get_event(NEW).ticket_types] == [1, 0]
    assert file_of(OLD) == before
    assert [each.taken for each in get_event(OLD).ticket_types] == [0, 0]


def test_a_copy_takes_the_new_year_into_its_title(context: Flask) -> None:
    make_event()
    flask(context, OLD, NEW, "--date", "2028-09-28")
    assert get_event(NEW).title == "Ortenau Digital 2028"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ((OLD, OLD, "--date", "2028-09-28"), "there is an event"),
        ((OLD, "Not A Slug", "--date", "2028-09-28"), "slug"),
        ((OLD, "orga", "--date", "2028-09-28"), "slug"),
        ((OLD, NEW, "--date", "9999-12-31"), "date"),
        ((OLD, NEW, "--date", "2028-09-28", "--title", " "), "title"),
        (("nowhere", NEW, "--date", "2028-09-28"), "there is no event nowhere"),
    ],
)
def test_what_would_be_no_event_is_refused_whole(
    context: Flask, words: tuple[str, ...], reason: str
) -> None:
    make_event()
    said = flask(context, *words, fails=True)
    assert reason in said
    assert count("event") == 1


def test_two_copies_at_once_are_one(app: Flask) -> None:
    with app.app_context():
        make_event()
    both, refused = Barrier(2), []

    def copy() -> None:
        with app.app_context():
            try:
                both.wait()
                with transaction():
                    copy_event(get_event(OLD), Wanted(NEW, date(2028, 9, 28)), BOOKED_AT, "x")
            except EventFileError as error:
                refused.append(error.faults[0])

    threads = [Thread(target=copy) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        assert count("event") == 2
        assert count("stand") == 4
    assert len(refused) == 1
    assert "there is an event" in refused[0]
