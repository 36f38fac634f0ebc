"""Who asks learns what is held of them; it is corrected or erased: all of it, and only theirs."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import MetaData, func, select

from ortenaudigital.accounts.models import User
from ortenaudigital.accounts.permissions import Role
from ortenaudigital.audit.models import Entry
from ortenaudigital.bookings.changes import cancel_tickets, rename_ticket
from ortenaudigital.bookings.errors import BookingErased
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.commands import get_device_by_token, set_override
from ortenaudigital.checkin.models import Admission, Device, Scan
from ortenaudigital.checkin.rules import Action
from ortenaudigital.checkin.sync.feed import newest_cursor, read_list
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.fair.commands import assign, decide
from ortenaudigital.fair.errors import ExhibitorErased
from ortenaudigital.fair.models import Assignment, Exhibitor
from ortenaudigital.fair.queries import list_free_slots
from ortenaudigital.jobs.models import Job
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.limits.commands import Claim, take
from ortenaudigital.limits.models import Bucket
from ortenaudigital.limits.rules import UNASKED_LETTERS
from ortenaudigital.outbox.commands import mark_failed
from ortenaudigital.outbox.queries import list_letters_about
from ortenaudigital.privacy import requests
from tests.factories import (
    BOOKED_AT,
    make_booking,
    make_device,
    make_event,
    make_exhibitor,
    make_list,
    make_organiser,
)
from tests.features.checkin.test_figures import counted, recounted

ENDS = datetime(2027, 10, 1, 11, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NAME, ADDRESS = "Walpurga Unverwechselbar", "walpurga@example.org"
FIRST, LAST = NAME.split()


@dataclass
class Stage:
    """A person in every feature, and others beside."""

    event: Event
    booking: Booking
    walk_in: str
    companion: str
    device: int
    undone: int
    exhibitor: Exhibitor


def hers(**changes: Any) -> dict[str, Any]:
    return {"first_name": FIRST, "last_name": LAST, "email": ADDRESS, **changes}


@pytest.fixture
def stage(context: Flask) -> Stage:
    event = make_event()
    booking = make_booking(
        event, number=2, companions=("Ali",), accessibility_needs="R4mpe", **hers()
    )
    other = make_booking(event, number=2, companions=(NAME,))
    account = make_organiser(ADDRESS, Role.ORGANISER, event)
    fair = make_exhibitor(event, name=f"Töpferei {NAME}", contact_name=NAME, email=ADDRESS.upper())
    someone = make_exhibitor(event, name="Rebsensor")
    device, token = make_device(event, f"Handy von {NAME}")
    with transaction():
        set_override(device, True, BOOKED_AT, "olga@example.org")
        account.name = NAME
        assign(list_free_slots(event)[0], fair, BOOKED_AT, "olga@example.org")
        assign(list_free_slots(event)[0], someone, BOOKED_AT, ADDRESS)
        for letter in [*list_letters_about(str(booking.id)), *list_letters_about(str(fair.id))]:
            mark_failed(letter.id, f"450 <{ADDRESS}>: try later", False, BOOKED_AT)
    make_list(event, BOOKED_AT)
    paired = get_device_by_token(token, ENDS - HOUR)
    code, at = booking.tickets[0].short_code, ENDS - HOUR
    requests = [
        ScanRequest(uuid4(), code, at, action=Action.OVERRIDE, reason=f"Ausweis von {FIRST}"),
        ScanRequest(uuid4(), "", at, action=Action.UNDO, reason=f"Frau {LAST} hat sich vertan"),
        ScanRequest(
            uuid4(),
            "",
            at,
            action=Action.WALK_IN,
            name=NAME,
            ticket_type_id=event.ticket_types[0].id,
        ),
    ]
    for request in requests:
        with transaction():
            scan(paired, request, at)
    walk_in = db.session.scalars(select(Booking).where(Booking.at_door)).unique().one()
    undone = db.session.scalar(select(Scan.id).where(Scan.reason.contains("vertan")))
    assert undone is not None
    companion = other.tickets[1].short_code
    return Stage(event, booking, walk_in.reference, companion, device.id, undone, fair)


def flask(app: Flask, *words: str, fails: bool = False) -> str:
    result = app.test_cli_runner().invoke(args=["privacy", *words])
    assert (result.exit_code != 0) is fails, result.output
    db.session.rollback()
    db.session.expire_all()
    return result.output


def everything() -> str:
    stored = MetaData()
    stored.reflect(db.engine)
    return str([db.session.execute(select(table)).all() for table in stored.sorted_tables])


def also(stage: Stage) -> list[str]:
    keys = [f"booking:{stage.walk_in}", f"ticket:{stage.companion}"]
    keys += [f"device:{stage.device}", f"scan:{stage.undone}"]
    return [word for key in keys for word in ("--also", key)]


def test_a_person_is_found_in_every_feature(context: Flask, stage: Stage) -> None:
    said = flask(context, "find", ADDRESS)
    certain = [line for line in said.splitlines() if "by name only" not in line]
    assert {line.split(":")[0] for line in certain} == {
        *("account", "booking", "exhibitor", "assignments", "scans", "history", "document")
    }
    possible = {line.split("  ")[0] for line in said.splitlines() if "by name only" in line}
    assert possible == set(also(stage)) - {"--also"}


def test_what_is_held_is_exported_and_nothing_of_others(context: Flask, stage: Stage) -> None:
    answer = json.loads(flask(context, "export", ADDRESS.title()))
    held = answer["held"]
    (booking,) = held["bookings"]
    assert (booking["first_name"], booking["accessibility_needs"]) == (FIRST, "R4mpe")
    assert [ticket["name"] for ticket in booking["tickets"]] == ["", "Ali"]
    assert booking["tickets"][0]["days"] == ["2027-10-01"]
    assert booking["letters"][0]["kind"] == "bookings.confirmation"
    assert "bookings.booked" in [entry["action"] for entry in booking["history"]]
    assert held["fair"][0]["contact_name"] == NAME
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


SIMILAR = [
    "walpurga+kehl@example.org",
    "xwalpurga@example.org",
    "walpurg_@example.org",
    "walpurga@example.org.example.net",
    "walpurga@sub.example.org",
    "w%@example.org",
]


@pytest.mark.parametrize("similar", SIMILAR)
def test_similar_addresses_are_other_people(context: Flask, similar: str) -> None:
    event = make_event()
    mine = make_booking(event, **hers(email=similar))
    make_booking(event, **hers(first_name="Anna"))
    make_exhibitor(event, email=similar)
    make_organiser(similar)
    flask(context, "erase", ADDRESS, "--yes")
    assert db.session.get_one(Booking, mine.id).email == similar
    assert "Anna" not in everything()
    flask(context, "erase", similar, "--only", f"booking:{mine.reference}", "--yes")
    assert db.session.get_one(Booking, mine.id).email == ""
    assert db.session.scalars(select(User.email)).one() == similar


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("Walpurga@Example.ORG", "walpurga@example.org"),
        ("ÄNNE@example.org", "änne@example.org"),
        ("a\u0308nne@example.org", "änne@example.org"),
        ("anna@straße.de", "anna@xn--strae-oqa.de"),
        ("anna@xn--strae-oqa.de", "Anna@Straße.de"),
        ("w_w@example.org", "W_W@example.org"),
    ],
)
def test_spellings_of_one_address_are_one_person(context: Flask, stored: str, asked: str) -> None:
    booking = make_booking(make_event(), **hers(email=stored))
    assert booking.reference in flask(context, "find", asked)


def test_a_double_s_and_its_sharp_sister_are_two(context: Flask) -> None:
    make_booking(make_event(), **hers(email="strasse@example.org"))
    assert "nothing is held" in flask(context, "find", "straße@example.org")


def test_one_name_is_not_written_over_two(context: Flask) -> None:
    event = make_event()
    first, second = (make_booking(event, **hers(first_name=name)) for name in ("Anna", "Berta"))
    said = flask(context, "correct", ADDRESS, "--name", "Anna Neu", fails=True)
    assert "several names" in said
    assert f"Anna {LAST}" in said
    only = ("--only", f"booking:{first.reference}")
    flask(context, "correct", ADDRESS, "--name", "Anna Neu", *only)
    assert db.session.get_one(Booking, first.id).name == "Anna Neu"
    assert db.session.get_one(Booking, second.id).name == f"Berta {LAST}"


def test_mistaken_words_change_nothing(context: Flask, stage: Stage) -> None:
    before = everything()
    for words in (
        ("erase", ADDRESS, "--also", "booking:OD-NIEMAND", "--yes"),
        ("erase", ADDRESS, "--only", "booking:OD-NIEMAND", "--yes"),
        ("correct", ADDRESS),
        ("correct", ADDRESS, "--name", " "),
        ("correct", ADDRESS, "--email", "no address"),
    ):
        flask(context, *words, fails=True)
    make_organiser("taken@example.org")
    before = everything()
    said = flask(context, "correct", ADDRESS, "--email", "taken@example.org", fails=True)
    assert "Konto" in said
    assert everything() == before


def test_the_last_owner_is_not_deleted(context: Flask) -> None:
    make_organiser(ADDRESS)
    assert "Leitung" in flask(context, "erase", ADDRESS, "--yes", fails=True)
    make_organiser("olga@example.org")
    flask(context, "erase", ADDRESS, "--yes")
    assert db.session.scalars(select(User.email)).one() == "olga@example.org"


def test_a_published_contact_is_found_and_stays(context: Flask) -> None:
    make_event()
    said = flask(context, "erase", "orga@example.org", "--yes")
    assert "contact:ortenau-digital-2027" in said
    assert "(stays: " in said
    assert db.session.scalars(select(Event.contact_email)).one() == "orga@example.org"


def test_tickets_of_past_days_are_not_cancelled(context: Flask) -> None:
    booking = make_booking(make_event(), **hers())
    with transaction():
        requests.erase(requests.find(ADDRESS), ENDS + HOUR, "command line")
    ticket = db.session.get_one(Booking, booking.id).tickets[0]
    assert ticket.cancelled_at is None
    assert LAST not in everything()


def test_who_is_inside_stays_counted(context: Flask, stage: Stage) -> None:
    with transaction():
        requests.erase(requests.find(ADDRESS), ENDS - HOUR, "command line")
    hers_in, companion = db.session.get_one(Booking, stage.booking.id).tickets
    assert hers_in.cancelled_at is None
    assert companion.cancelled_at == ENDS - HOUR
    assert counted() == recounted()


def test_an_entry_that_names_nobody_stays_after_the_fair(context: Flask) -> None:
    event = make_event()
    company = make_exhibitor(event, name="Rebsensor", contact_name=NAME, email=ADDRESS)
    trader = make_exhibitor(
        event, name=f"Töpferei {LAST}, {FIRST}", contact_name=NAME, email=ADDRESS
    )
    open_one = make_exhibitor(
        event, accepted=False, confirmed=False, contact_name=NAME, email=ADDRESS
    )
    with transaction():
        requests.erase(requests.find(ADDRESS), ENDS + HOUR, "command line")
    assert db.session.get_one(Exhibitor, company.id).name == "Rebsensor"
    assert db.session.get_one(Exhibitor, trader.id).name == ""
    assert db.session.get(Exhibitor, open_one.id) is None
    assert LAST not in everything()


def test_buckets_of_a_mailbox_go_with_it(context: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(context.config, "RATE_LIMITS", True)
    with transaction():
        take(Claim(UNASKED_LETTERS, ADDRESS), BOOKED_AT)
        take(Claim(UNASKED_LETTERS, "erika@example.org"), BOOKED_AT)
    flask(context, "erase", ADDRESS, "--yes")
    (left,) = db.session.scalars(select(Bucket.key))
    assert left == Claim(UNASKED_LETTERS, "erika@example.org").key


def test_who_was_erased_meanwhile_gets_no_name_again(context: Flask) -> None:
    booking = make_booking(make_event(), **hers())
    ticket = booking.tickets[0]

    def rename_late() -> None:
        known = db.session.get_one(Ticket, ticket.id)
        assert known.booking.erased_at is None
        db.session.execute(Booking.__table__.update().values(erased_at=BOOKED_AT))
        rename_ticket(known, "Nora", BOOKED_AT)

    with pytest.raises(BookingErased), transaction():
        rename_late()


def test_nothing_can_be_done_with_who_was_erased(context: Flask, stage: Stage) -> None:
    flask(context, "erase", ADDRESS, "--yes")
    with pytest.raises(BookingErased), transaction():
        cancel_tickets(db.session.get_one(Booking, stage.booking.id), {1}, BOOKED_AT)
    exhibitor = db.session.get_one(Exhibitor, stage.exhibitor.id)
    with pytest.raises(ExhibitorErased), transaction():
        decide(exhibitor, True, BOOKED_AT, "olga@example.org")
