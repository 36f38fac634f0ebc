"""A week before people are forgotten their team is told, once, and the report is kept."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import RETENTION
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.models import Letter
from ortenaudigital.reporting.closing.commands import tell_team, tick, untick
from ortenaudigital.reporting.closing.letters import CLOSING, closing
from ortenaudigital.reporting.closing.queries import list_tasks
from ortenaudigital.reporting.closing.rules import Step
from ortenaudigital.reporting.closing.worker import announce_erasures
from ortenaudigital.reporting.council.queries import find_saved
from tests.factories import make_booking, make_event, make_organiser

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def event() -> Event:
    event = make_event(stands="")
    make_booking(event)
    other = make_event(slug="anderes", first="2028-09-30", second="2028-10-01")
    make_organiser("haus@example.org", Role.OWNER)
    make_organiser("orga@example.org", Role.ORGANISER, event)
    make_organiser("lesen@example.org", Role.READER, event)
    make_organiser("andere@example.org", Role.OWNER, other)
    return event


def letters() -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.kind == CLOSING)))


def erased_at(event: Event) -> datetime:
    return event.last_day.closes_at + RETENTION


def test_who_may_change_the_event_is_told_once_a_week_before(event: Event) -> None:
    near = erased_at(event) - timedelta(days=7)
    assert announce_erasures(lambda: near - timedelta(seconds=1)) == 0
    assert find_saved(event.id) is None
    assert announce_erasures(lambda: near) == 2
    assert announce_erasures(lambda: near + timedelta(days=1)) == 0
    written = [closing(each.subject_id) for each in letters()]
    assert {each.recipient for each in written if each} == {"haus@example.org", "orga@example.org"}
    saved = find_saved(event.id)
    assert saved is not None
    assert saved.saved_at == near
    letter = written[0]
    assert letter is not None
    assert letter.subject == "In einer Woche werden die Namen gelöscht: Ortenau Digital 2027"
    assert "29. Oktober 2027, 13:00 Uhr" in letter.text
    assert "- Allen danken, die da waren" in letter.text
    assert "/orga/ortenau-digital-2027/abschluss" in letter.text
    assert "Erika" not in letter.text


def test_nobody_is_told_when_it_is_done_or_of_a_draft(event: Event) -> None:
    assert announce_erasures(lambda: erased_at(event)) == 0
    make_event(slug="entwurf", state="draft", first="2027-09-01", second="2027-09-02")
    near = erased_at(event) - timedelta(days=30)
    assert announce_erasures(lambda: near) == 0


def test_a_report_that_was_kept_afterwards_stays(event: Event) -> None:
    near = erased_at(event) - timedelta(days=7)
    with transaction():
        tell_team(event, near)
    saved = find_saved(event.id)
    assert saved is not None
    with transaction():
        tell_team(event, near + timedelta(days=2))
    assert saved.saved_at == near


def test_ticks_are_set_and_taken_back(event: Event) -> None:
    now = event.last_day.closes_at
    for change, is_done in ((tick, True), (tick, True), (untick, False), (untick, False)):
        with transaction():
            change(event, Step.THANKS, now, "test")
        (task,) = [each for each in list_tasks(event, now) if each.step is Step.THANKS]
        assert task.is_done is is_done
