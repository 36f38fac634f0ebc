"""A series: dates copied from one, each an event of its own."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.audit.commands import list_entries
from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.event_changes.series import (
    Dates,
    Texts,
    add_dates,
    change_series,
    create_series,
    publish_drafts,
)
from ortenaudigital.event_changes.states import Move, change_state
from ortenaudigital.event_changes.versions import file_of
from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import find_event, get_event, list_upcoming_events
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.rules import EventState
from ortenaudigital.events.sections.toml.event import read_event_file, write_event_file
from ortenaudigital.events.series.errors import DateTaken, InOtherSeries, SeriesNameTaken
from ortenaudigital.events.series.models import Series
from ortenaudigital.events.series.queries import agenda_of, list_dates, list_public_dates
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.models import Letter
from tests.factories import BOOKED_AT, make_booking, make_event, make_organiser

TEXTS = Texts({"de": "Showroom", "en": "Showroom"}, {"de": "Kommen Sie vorbei."})
FIRST = date(2027, 10, 7)


@pytest.fixture
def first(context: Flask) -> Event:
    return make_event()


def series_of(event: Event) -> Series:
    with transaction():
        return create_series("showroom", TEXTS, event, BOOKED_AT, "olga@example.org")


def add(series: Series, pattern: Event, *days: date, opens: str = "", closes: str = "") -> None:
    with transaction():
        add_dates(series, pattern, Dates(days, opens, closes), BOOKED_AT, "olga@example.org")


def test_a_date_has_what_the_pattern_has_and_nobody_in_it(first: Event) -> None:
    make_booking(first)
    series = series_of(first)
    add(series, first, FIRST, FIRST + timedelta(weeks=1), opens="10:00", closes="12:00")
    copies = [each for each in list_dates(series) if each.id != first.id]
    assert [each.slug for each in copies] == ["showroom-2027-10-07", "showroom-2027-10-14"]
    for copy in copies:
        assert copy.is_draft
        assert copy.title == first.title
        assert [each.quota.size for each in copy.ticket_types] == [100, 20]
        assert sum(each.taken for each in copy.ticket_types) == 0
    (hours, _) = [(day.opens, day.closes) for day in file_of(copies[0]).days]
    assert hours == ("10:00", "12:00")


def test_the_team_of_the_pattern_works_at_its_dates(first: Event) -> None:
    eva = make_organiser("eva@example.org", Role.DOOR_LEAD, first)
    make_organiser("fremd@example.org", Role.READER, make_event(slug="other", title="Other"))
    add(series_of(first), first, FIRST)
    (membership,) = [
        each for each in eva.memberships if each.event_id == get_event("showroom-2027-10-07").id
    ]
    assert membership.role is Role.DOOR_LEAD


def test_all_dates_or_none(first: Event) -> None:
    series = series_of(first)
    add(series, first, FIRST)
    with pytest.raises(DateTaken):
        add(series, first, FIRST - timedelta(weeks=1), FIRST)
    assert find_event("showroom-2027-09-30") is None
    with pytest.raises(EventFileError):
        add(series, first, FIRST + timedelta(weeks=1), opens="25:00")
    assert len(list_dates(series)) == 2


def test_one_date_is_cancelled_and_only_its_guests_are_told(first: Event) -> None:
    series = series_of(first)
    add(series, first, FIRST)
    with transaction():
        assert publish_drafts(list_dates(series), BOOKED_AT, "olga@example.org") == 1
    other = get_event("showroom-2027-10-07")
    make_booking(first, email="bleibt@example.org")
    gone = make_booking(other, email="abgesagt@example.org")
    with transaction():
        move = Move(EventState.CANCELLED, tell=True)
        change_state(other.slug, move, BOOKED_AT, "olga@example.org")
    told = db.session.scalars(
        select(Letter.subject_id).where(Letter.kind == "bookings.event_cancelled")
    ).all()
    assert told == [str(gone.id)]
    dates = list_public_dates(series, BOOKED_AT)
    assert [(each.slug, each.is_cancelled) for each in dates] == [
        (first.slug, False),
        (other.slug, True),
    ]


def test_a_series_stands_once_in_a_list(first: Event) -> None:
    alone = make_event(slug="alone", title="Alone", first="2027-11-01", second="2027-11-02")
    series = series_of(first)
    add(series, first, FIRST, FIRST + timedelta(weeks=1))
    with transaction():
        publish_drafts(list_dates(series), BOOKED_AT, "olga@example.org")
    entries = agenda_of(list_upcoming_events(BOOKED_AT))
    assert [(each.first.slug, each.number) for each in entries] == [
        (first.slug, 3),
        (alone.slug, 1),
    ]
    assert entries[0].series is series
    with transaction():
        change_state(first.slug, Move(EventState.CANCELLED, False), BOOKED_AT, "olga@example.org")
    assert [each.first.slug for each in agenda_of(list_upcoming_events(BOOKED_AT))] == [
        "showroom-2027-10-07",
        alone.slug,
    ]


def test_names_are_taken_once(first: Event) -> None:
    series_of(first)
    other = make_event(slug="other", title="Other")
    with pytest.raises(SeriesNameTaken), transaction():
        create_series("showroom", TEXTS, other, BOOKED_AT, "olga@example.org")
    with pytest.raises(InOtherSeries), transaction():
        create_series("second", TEXTS, get_event(first.slug), BOOKED_AT, "olga@example.org")
    assert db.session.scalar(select(func.count()).select_from(Series)) == 1


def test_its_texts_change(first: Event) -> None:
    series = series_of(first)
    with transaction():
        assert not change_series(series, TEXTS, BOOKED_AT, "olga@example.org")
        new = Texts({"de": "Schaufenster"}, {})
        assert change_series(series, new, BOOKED_AT, "olga@example.org")
    assert (series.title, series.summary) == ({"de": "Schaufenster"}, {})
    told = list_entries(f"series:{series.id}")[-1].details
    assert told == {
        "changes": [["title", dict(TEXTS.title), {"de": "Schaufenster"}]],
        "fields": ["summary"],
    }


def test_the_file_of_a_date_names_its_series(first: Event) -> None:
    series_of(first)
    text = write_event_file(file_of(first))
    assert 'series = "showroom"' in text
    assert read_event_file(text).event.series == "showroom"
    unknown = text.replace('series = "showroom"', 'series = "nowhere"')
    with pytest.raises(EventFileError, match="no series nowhere"), transaction():
        import_event(read_event_file(unknown), Decision(), BOOKED_AT, "test")
