"""Who exhibited before is invited again, with the entry of then, and asked once."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.fair.applications.drafts.inviting import (
    INVITED_AGAIN,
    invite_again,
    list_former,
)
from ortenaudigital.fair.applications.drafts.letters import invited_again
from ortenaudigital.fair.applications.drafts.models import Draft
from ortenaudigital.fair.applications.errors import ApplicationsClosed
from ortenaudigital.fair.applications.models import Exhibitor, Need
from ortenaudigital.fair.applications.queries import list_exhibitors
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.queries import list_letters
from tests.factories import BOOKED_AT, make_event, make_exhibitor

OLD = {"slug": "damals", "title": "Damals", "first": "2026-09-30", "second": "2026-10-01"}


@pytest.fixture
def old(context: Flask) -> Event:
    return make_event(**OLD)


def names(event: Event) -> list[str]:
    return [each.name for each in list_former(event)]


def test_only_who_was_there_and_can_be_written_to_is_listed_once(old: Event) -> None:
    make_exhibitor(old, name="Dabei", email="dabei@example.org")
    make_exhibitor(old, name="Dabei, Filiale", email="DABEI@example.org")
    make_exhibitor(old, False, name="Nicht angenommen", email="nein@example.org")
    gone = make_exhibitor(old, name="Vergessen", email="weg@example.org")
    with transaction():
        gone.email, gone.erased_at = "", BOOKED_AT
    event = make_event()
    make_exhibitor(old, name="Schon hier", email="hier@example.org")
    make_exhibitor(event, name="Schon hier", email="Hier@example.org")
    assert len(names(event)) == 1
    assert names(event)[0].startswith("Dabei")
    # The earlier event asks nobody of the later one.
    assert names(get_event("damals")) == []


def test_each_gets_one_letter_with_a_filled_in_application(old: Event) -> None:
    was = make_exhibitor(old, name="Rebsensor", email="reb@example.org")
    with transaction():
        was.note = "schwierig"
        db.session.add(Need(exhibitor_id=was.id, width_cm=250, power_w=2000, passes=3))
    event = make_event()
    with transaction():
        assert invite_again(event, [was.id], BOOKED_AT, "olga") == 1
        assert invite_again(event, [was.id], BOOKED_AT, "olga") == 0
    assert [each.kind for each in list_letters() if each.event_id == event.id] == [INVITED_AGAIN]
    draft = db.session.scalars(select(Draft)).one()
    assert draft.fields["name"] == ["Rebsensor"]
    assert (draft.fields["width"], draft.fields["power"]) == (["2.5"], ["2000"])
    assert "schwierig" not in str(draft.fields)
    letter = invited_again(str(draft.id))
    assert letter
    assert "/ortenau-digital-2027/aussteller/bewerbung/" in letter.text
    # Nobody is an exhibitor before they say so.
    assert list_exhibitors(event) == []
    assert names(event) == []


def test_nobody_is_invited_to_what_takes_no_applications(old: Event) -> None:
    was = make_exhibitor(old, email="reb@example.org")
    event = make_event(state="draft")
    with pytest.raises(ApplicationsClosed), transaction():
        invite_again(event, [was.id], BOOKED_AT, "olga")
    public = make_event(slug="over", title="Over")
    over = public.last_day.closes_at + timedelta(days=1)
    with pytest.raises(ApplicationsClosed), transaction():
        invite_again(get_event("over"), [was.id], over, "olga")
    assert db.session.scalars(select(Draft)).all() == []
    assert db.session.get_one(Exhibitor, was.id).email
