"""Who asks learns what is held of them; it is corrected or erased: all of it, and only theirs."""

import json
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.accounts.models import User
from ortenaudigital.audit.models import Entry
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.models import Admission, Device
from ortenaudigital.checkin.sync.feed import newest_cursor, read_list
from ortenaudigital.events.models import TicketType
from ortenaudigital.fair.applications.models import Assignment, Exhibitor
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.jobs.models import Job
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.queries import list_letters_about
from tests.features.checkin.test_figures import counted, recounted
from tests.features.privacy.people import ADDRESS, FIRST, LAST, NAME, Stage, also, flask
from tests.features.privacy.promise import everything


def test_a_person_is_found_in_every_feature(context: Flask, stage: Stage) -> None:
    said = flask(context, "find", ADDRESS)
    certain = [line for line in said.splitlines() if "by name only" not in line]
    assert {line.split(":")[0] for line in certain} == {
        *("account", "booking", "needs", "exhibitor", "assignments", "scans"),
        *("history", "document", "handed", "placing"),
    }
    possible = {line.split("  ")[0] for line in said.splitlines() if "by name only" in line}
    assert possible == set(also(stage)) - {"--also"}


def test_what_is_held_is_exported_and_nothing_of_others(context: Flask, stage: Stage) -> None:
    answer = json.loads(flask(context, "export", ADDRESS.title()))
    held = answer["held"]
    (booking,) = held["bookings"]
    assert booking["first_name"] == FIRST
    assert held["needs"][0]["in_their_words"] == "R4mpe"
    assert [ticket["name"] for ticket in booking["tickets"]] == ["", "Ali"]
    assert booking["tickets"][0]["days"] == ["2027-10-01"]
    assert booking["letters"][0]["kind"] == "bookings.confirmation"
    assert "bookings.booked" in [entry["action"] for entry in booking["history"]]
    assert held["exhibitors"][0]["contact_name"] == NAME
    assert {each["handed_to"] for each in held["contacts"]} == {"Gigabit"}
    assert held["accounts"][0]["roles"] == [{"role": "organiser", "event": stage.event.id}]
    (scans,) = held["checkin"]
    assert [each["reason"] for each in scans["scans"]] == [f"Ausweis von {FIRST}"]
    text = json.dumps(answer)
    for word in ("Erika", "olga@", "Rebsensor", stage.walk_in, "password"):
        assert word not in text, word
    more = json.loads(flask(context, "export", ADDRESS, *also(stage)))
    references = [each.get("reference") for each in more["held"]["bookings"]]
    assert stage.walk_in in references
    assert f"Frau {LAST} hat sich vertan" in json.dumps(more, ensure_ascii=False)


def test_an_erased_person_leaves_no_trace(context: Flask, stage: Stage) -> None:
    path = db.engine.url.database if db.engine.dialect.name == "sqlite" else None
    files = [Path(path), Path(f"{path}-wal")] if path else []
    flask(context, "erase", ADDRESS, *also(stage))
    assert LAST in everything()
    flask(context, "erase", ADDRESS, *also(stage), "--yes")
    left = everything().lower()
    for word in (FIRST, LAST, ADDRESS, "R4mpe"):
        where = left.find(word.lower())
        assert where < 0, left[max(where - 200, 0) : where + 100]
    for file in files:
        content = file.read_bytes().lower()
        assert LAST[1:].encode().lower() not in content
        assert ADDRESS.encode() not in content
    data = Path(context.config["CONFIG"].data_dir)
    for file in filter(Path.is_file, data.rglob("*")):
        assert LAST[1:].encode() not in file.read_bytes()
    for word in ("erika@example.org", "Rebsensor", "emil@example.org"):
        assert word in left or word.lower() in left, word
    assert "nothing is held" in flask(context, "find", ADDRESS)
    (entry,) = db.session.scalars(select(Entry).where(Entry.action == "privacy.erased_at_request"))
    assert entry.actor == "command line"
    assert entry.details["bookings"] == 3


def test_erasing_keeps_the_figures_right_and_frees_what_was_to_come(
    context: Flask, stage: Stage
) -> None:
    bookings = db.session.scalar(select(func.count()).select_from(Booking))
    cursor = newest_cursor(stage.event.id)
    free = len(list_free_slots(stage.event))
    flask(context, "erase", ADDRESS, *also(stage), "--yes")
    valid = select(func.count()).where(Ticket.cancelled_at.is_(None))
    for kind in db.session.scalars(select(TicketType)):
        assert kind.taken == db.session.scalar(valid.where(Ticket.ticket_type_id == kind.id))
    assert counted() == recounted()
    assert db.session.scalar(select(func.count()).select_from(Booking)) == bookings
    # Two were let in; one of them and her companion had tickets that were to come.
    assert db.session.scalar(select(func.count()).select_from(Admission)) == 2
    assert len(list_free_slots(stage.event)) == free + 1
    assert db.session.scalar(select(func.count()).select_from(Assignment)) == 1
    rows = {row["ref"]: row for row in read_list(stage.event.id, cursor).tickets}
    assert rows[stage.booking.tickets[0].short_code]["name"] == ""
    assert {row["name"] for row in rows.values()} <= {"", "Erika Müller"}
    states = {letter.state for letter in list_letters_about(str(stage.booking.id))}
    assert "waiting" not in states
    assert not db.session.scalars(select(Job)).all()
    assert not db.session.scalars(select(User)).all()
    assert db.session.get_one(Device, stage.device).name == f"#{stage.device}"


def test_a_correction_reaches_every_feature(context: Flask, stage: Stage) -> None:
    cursor = newest_cursor(stage.event.id)
    words = ["--name", "von der Heide, Wally", "--email", "Wally@example.org"]
    flask(context, "correct", ADDRESS, *also(stage), *words)
    booking = db.session.get_one(Booking, stage.booking.id)
    assert (booking.first_name, booking.last_name) == ("Wally", "von der Heide")
    assert booking.email == "Wally@example.org"
    assert "wally@example.org" in booking.search_text
    assert LAST.lower() not in booking.search_text
    exhibitor = db.session.get_one(Exhibitor, stage.exhibitor.id)
    assert (exhibitor.contact_name, exhibitor.email) == ("Wally von der Heide", "Wally@example.org")
    user = db.session.scalars(select(User)).one()
    assert (user.name, user.email) == ("Wally von der Heide", "wally@example.org")
    assert set(db.session.scalars(select(Assignment.assigned_by))) == {
        *("olga@example.org", "Wally@example.org")
    }
    names = {row["ref"]: row["name"] for row in read_list(stage.event.id, cursor).tickets}
    assert names[booking.tickets[0].short_code] == "Wally von der Heide"
    assert names[stage.companion] == "Wally von der Heide"
    assert not db.session.scalars(select(Job)).all()
    assert counted() == recounted()
    assert "nothing is held" in flask(context, "find", ADDRESS)
