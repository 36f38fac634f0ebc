"""Nobody is named after the promised day, whatever happened to their event, and nobody before."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import MetaData, Text, cast, func, select, update

from ortenaudigital.audit.commands import record
from ortenaudigital.audit.models import Entry
from ortenaudigital.bookings.changes import (
    cancel_tickets,
    reissue_ticket,
    rename_ticket,
    resend_confirmation,
)
from ortenaudigital.bookings.errors import BookingErased
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.commands import get_device_by_token
from ortenaudigital.checkin.models import Device
from ortenaudigital.checkin.paper.commands import Sheet, enter
from ortenaudigital.checkin.rules import Action
from ortenaudigital.checkin.sync.feed import newest_cursor, read_list
from ortenaudigital.events.commands import store_event
from ortenaudigital.events.models import Day, Event
from ortenaudigital.events.rules import RETENTION
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.fair.commands import apply, assign, decide
from ortenaudigital.fair.errors import ApplicationsClosed, ExhibitorErased
from ortenaudigital.fair.models import Exhibitor
from ortenaudigital.fair.queries import list_free_slots
from ortenaudigital.installation.commands import accept_clock, newest_moment
from ortenaudigital.kernel.db import Base, db, transaction
from ortenaudigital.kernel.personal import Fate
from ortenaudigital.outbox.commands import mark_failed
from ortenaudigital.outbox.queries import list_letters
from ortenaudigital.privacy import worker as privacy_worker
from ortenaudigital.privacy.commands import withdraw
from ortenaudigital.privacy.models import Erasure
from ortenaudigital.privacy.registry import claims
from ortenaudigital.privacy.rules import LONGEST_GAP, NOTICE
from ortenaudigital.privacy.worker import keep_promise
from tests.factories import (
    application,
    event_file_text,
    make_booking,
    make_device,
    make_event,
    make_exhibitor,
    make_towns,
)

ENDS = datetime(2027, 10, 1, 11, 0, tzinfo=UTC)
DUE = ENDS + RETENTION
HOUR = timedelta(hours=1)


def everything() -> str:
    """Read all tables as they are."""
    stored = MetaData()
    stored.reflect(db.engine)
    return str([db.session.execute(select(table)).all() for table in stored.sorted_tables])


def trust(now: datetime) -> None:
    with transaction():
        accept_clock(now, "command line")
        withdraw(now, "command line")


def forget(now: datetime) -> None:
    """Let the worker take its turn a day before, and then."""
    trust(now - NOTICE)
    for at in (now - NOTICE, now):
        keep_promise(lambda at=at: at)


def test_nobody_is_named_after_the_promised_day(context: Flask) -> None:
    event = make_event()
    booking = make_booking(
        event, number=2, companions=("Ali Begleiter",), accessibility_needs="Rampe"
    )
    fair = [make_exhibitor(event, name="Rebsensor", email="emil@example.org")]
    for state, name in ((False, "Undine Unentschieden"), (None, "Rita Abgelehnt")):
        fair.append(make_exhibitor(event, accepted=False, name=name, email="emil@example.org"))
        if state is None:
            with transaction():
                decide(fair[-1], False, ENDS - HOUR, "olga@example.org")
    _, token = make_device(event, "Handy von Gerda")
    with transaction():
        assign(list_free_slots(event)[0], fair[0], ENDS - HOUR, "olga@example.org")
        reissue_ticket(booking.tickets[0], ENDS - HOUR, "olga@example.org")
        enter(event, Sheet(uuid4(), [booking.tickets[0].short_code], ENDS), ENDS, "olga@ort.de")
        request = ScanRequest(
            uuid4(), "", ENDS, action=Action.UNDO, reason="Herr Klaus Kennt-Jeden"
        )
        scan(get_device_by_token(token, ENDS), request, ENDS)
        for letter in list_letters():
            mark_failed(letter.id, "550 <erika@example.org>: user unknown", True, ENDS)
    words = ["Erika", "Müller", "erika@", "Ali", "Rampe", "Emil", "emil@", "muller", "Klaus"]
    words += ["Gerda", "Undine", "Rita", "olga@"]
    forget(DUE - timedelta(seconds=1))
    before = everything()
    for word in words:
        assert word in before, word
    forget(DUE)
    left = everything()
    for word in words:
        assert word not in left, word
    assert "Rebsensor" in left
    assert len(db.session.scalars(select(Ticket)).all()) == 2
    assert len(db.session.scalars(select(Booking)).all()) == 1
    number = func.count()
    done = db.session.scalar(select(number).where(Entry.action == "privacy.erased"))
    forget(DUE + RETENTION)
    assert db.session.scalar(select(number).where(Entry.action == "privacy.erased")) == done


def test_the_history_of_a_conflict_names_no_phone_after_the_promised_day(context: Flask) -> None:
    event, later = make_event(), make_event(slug="next", first="2028-09-30", second="2028-10-01")
    for place in (event, later):
        make_booking(place)
        device, _ = make_device(place, "Handy von Gerda")
        for subject in (str(place.id), f"device:{device.id}"):
            details = {"kind": "let_in", "device": "Handy von Gerda", "device_id": device.id}
            with transaction():
                record("checkin.conflict_settled", subject, "olga@x.de", ENDS, **details)
    forget(DUE)
    told = [
        entry.details["device"]
        for entry in db.session.scalars(select(Entry).order_by(Entry.id))
        if entry.details.get("device")
    ]
    first = db.session.scalars(select(Device.id).order_by(Device.id)).first()
    assert told == [f"#{first}"] * 2 + ["Handy von Gerda"] * 2


def test_what_will_be_erased_is_announced_a_day_before(context: Flask) -> None:
    make_booking(make_event())
    trust(DUE - 2 * NOTICE)
    keep_promise(lambda: DUE - NOTICE - HOUR)
    assert db.session.scalars(select(Erasure)).all() == []
    for hours in (0, 1, 23):
        keep_promise(lambda hours=hours: DUE - NOTICE + hours * HOUR)
        (announced,) = db.session.scalars(select(Erasure))
        assert (announced.bookings, announced.done_at) == (1, None)
        assert "Erika" in everything()
    keep_promise(lambda: DUE)
    assert "Erika" not in everything()
    (carried_out,) = db.session.scalars(select(Erasure))
    assert carried_out.done_at == DUE


def test_what_is_overdue_is_announced_all_the_same(context: Flask) -> None:
    make_booking(make_event())
    late = DUE + timedelta(days=100)
    trust(late)
    keep_promise(lambda: late)
    assert "Erika" in everything()
    keep_promise(lambda: late + NOTICE)
    assert "Erika" not in everything()


def test_an_event_that_gets_a_later_date_meanwhile_keeps_its_people(context: Flask) -> None:
    event = make_event()
    make_booking(event)
    trust(DUE - NOTICE)
    keep_promise(lambda: DUE - NOTICE)
    with transaction():
        db.session.execute(update(Day).values(closes_at=Day.closes_at, opens_at=Day.opens_at))
        db.session.get_one(Day, event.days[1].id).closes_at = ENDS + timedelta(days=3)
    keep_promise(lambda: DUE)
    assert "Erika" in everything()


def move(event: Event, days: int) -> None:
    """Give all days of an event a later date, as a new file of it does."""
    with transaction():
        for day in db.session.get_one(Event, event.id).days:
            day.date += timedelta(days=days)
            day.opens_at += timedelta(days=days)
            day.closes_at += timedelta(days=days)


def test_the_same_event_a_year_later_is_erased_again(context: Flask) -> None:
    event = make_event()
    make_booking(event, first_name="Erika")
    forget(DUE)
    move(event, 364)
    make_booking(event, DUE + timedelta(days=30), first_name="Nora", email="nora@example.org")
    make_exhibitor(event, contact_name="Neal Neu")
    assert "Nora" in everything()
    forget(DUE + timedelta(days=364) - HOUR)
    assert "Nora" in everything()
    forget(DUE + timedelta(days=364))
    for word in ("Nora", "nora@", "Neal"):
        assert word not in everything()


def showroom(context: Flask) -> Event:
    days = [date(2027, 10, 1) + timedelta(days=number) for number in range(0, 100, 10)]
    sections = "".join(f'[[day]]\ndate = {d}\nopens = "09:00"\ncloses = "17:00"\n' for d in days)
    types = "".join(
        f'[[ticket_type]]\nslug = "t{n}"\ntitle = {{ de = "T" }}\nadmits_to = [{d}]\n'
        'quota = 9\naccess = "public"\n'
        for n, d in enumerate(days)
    )
    head = event_file_text(stands="").split("[[day]]")[0]

    make_towns()
    with transaction():
        return store_event(read_event_file(head + sections + types))


def test_early_visitors_of_a_long_event_are_forgotten_by_their_own_day(context: Flask) -> None:
    event = showroom(context)
    make_booking(event, ticket_type="t0", first_name="Frieda")
    late = make_booking(event, ticket_type="t9", first_name="Sigrid")
    cursor = newest_cursor(event.id)
    their_end = event.days[0].closes_at
    forget(their_end + RETENTION - HOUR)
    assert "Frieda" in everything()
    forget(their_end + RETENTION)
    assert "Frieda" not in everything()
    assert "Sigrid" in everything()
    # Phones, which are in use on the other days, forget too.
    (row,) = read_list(event.id, cursor).tickets
    assert (row["name"], row["cancelled"]) == ("", True)
    with transaction():
        resend_confirmation(late, their_end, "olga")


def test_a_clock_that_jumps_erases_nothing(context: Flask) -> None:
    make_booking(make_event())
    trust(ENDS)
    wrong = ENDS + timedelta(days=3650)
    for at in (wrong, wrong + NOTICE, wrong + 2 * NOTICE):
        keep_promise(lambda at=at: at)
    assert "Erika" in everything()
    assert db.session.scalars(select(Erasure)).all() == []
    assert newest_moment() == ENDS
    doctor = context.test_cli_runner().invoke(args=["doctor"]).output
    assert "clock accept" not in doctor or "nothing is erased" in doctor
    # The longest gap that is believed cannot reach data of an event that is not over.
    assert LONGEST_GAP + NOTICE < RETENTION
    keep_promise(lambda: ENDS + LONGEST_GAP)
    assert newest_moment() == ENDS + LONGEST_GAP


def test_an_operator_can_accept_the_clock(context: Flask) -> None:
    make_booking(make_event())
    trust(datetime(2020, 1, 1, tzinfo=UTC))
    keep_promise(lambda: ENDS)
    assert newest_moment() == datetime(2020, 1, 1, tzinfo=UTC)
    result = context.test_cli_runner().invoke(args=["doctor"])
    assert "run: flask --app wsgi clock accept" in result.output
    accepted = context.test_cli_runner().invoke(args=["clock", "accept", "--yes"])
    assert accepted.exit_code == 0, accepted.output
    assert "clock accept" not in context.test_cli_runner().invoke(args=["doctor"]).output


def test_an_error_in_erasing_stops_nothing(
    context: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    make_booking(make_event())

    def fail(now: datetime) -> None:
        raise OverflowError("date value out of range")

    trust(ENDS)
    monkeypatch.setattr(privacy_worker, "announce", fail)
    keep_promise(lambda: ENDS)
    assert "personal data could not be erased" in caplog.text
    with transaction():
        assert list_letters()


def refuse_deeds(booking_id: UUID, exhibitor_id: UUID, now: datetime) -> None:
    booking = db.session.get_one(Booking, booking_id)
    exhibitor = db.session.get_one(Exhibitor, exhibitor_id)
    ticket, event = booking.tickets[0], booking.event
    deeds = [
        (BookingErased, lambda: rename_ticket(ticket, "Nora", now)),
        (BookingErased, lambda: cancel_tickets(booking, {1}, now)),
        (BookingErased, lambda: reissue_ticket(ticket, now, "olga")),
        (BookingErased, lambda: resend_confirmation(booking, now, "olga")),
        (ExhibitorErased, lambda: decide(exhibitor, False, now, "olga")),
        (ExhibitorErased, lambda: assign(list_free_slots(event)[0], exhibitor, now, "olga")),
    ]
    for refusal, deed in deeds:
        with pytest.raises(refusal), transaction():
            deed()


def test_deeds_on_the_forgotten_are_refused(context: Flask) -> None:
    event = make_event()
    booking, exhibitor = make_booking(event), make_exhibitor(event)
    code = booking.tickets[0].short_code
    forget(DUE)
    now = DUE + HOUR
    refuse_deeds(booking.id, exhibitor.id, now)
    with pytest.raises(ApplicationsClosed), transaction():
        apply(event, application(), now)
    # Not even when the event comes back at another date.
    move(event, 364)
    refuse_deeds(booking.id, exhibitor.id, now)
    opens = db.session.get_one(Event, event.id).days[1].opens_at
    _, token = make_device(event, now=now)
    with transaction():
        verdict = scan(get_device_by_token(token, opens), ScanRequest(uuid4(), code, opens), opens)
    assert verdict.verdict == "unknown"


def test_applications_end_with_the_event_whatever_its_file_says(context: Flask) -> None:
    event = make_event()
    with transaction():
        db.session.execute(update(Event).values(applications_close_at=ENDS + timedelta(days=99)))
    with pytest.raises(ApplicationsClosed), transaction():
        apply(db.session.get_one(Event, event.id), application(), ENDS + HOUR)


def test_every_column_that_is_to_be_erased_is(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event, number=2, companions=("Ali",))
    exhibitors = [make_exhibitor(event, accepted=False)]
    _, token = make_device(event)
    with transaction():
        scan(get_device_by_token(token, ENDS), ScanRequest(uuid4(), "x", ENDS, reason="y"), ENDS)
        decide(exhibitors[0], True, ENDS - HOUR, "olga@x.de")
        assign(list_free_slots(event)[0], exhibitors[0], ENDS - HOUR, "olga@x.de")
    mark = "MARKED@example.org"
    erased = [name.split(".") for _, name, fate in claims() if fate is Fate.ERASED]
    with transaction():
        for table, column in erased:
            stored = Base.metadata.tables[table]
            db.session.execute(update(stored).values({column: mark}))
        db.session.execute(update(Exhibitor).values(state="rejected"))
    marked = {name for name in map(tuple, erased) if mark in column_text(*name)}
    assert marked == set(map(tuple, erased))
    forget(DUE)
    # The label of a letter about a booking is its reference; that of an exhibitor is a name.
    left = {name for name in marked if mark in column_text(*name)} - {("letter", "label")}
    labels = select(Base.metadata.tables["letter"].c.subject_id).where(
        Base.metadata.tables["letter"].c.label == mark
    )
    assert set(db.session.scalars(labels)) == {str(booking.id)}
    assert {"audit_entry.actor"} >= {".".join(name) for name in left}
    kept = select(Entry.action).where(Entry.actor == mark)
    assert set(db.session.scalars(kept)) <= {"installation.clock_accepted", "privacy.announced"}


def column_text(table: str, column: str) -> str:
    stored = Base.metadata.tables[table].c[column]
    return str(db.session.scalars(select(cast(stored, Text))).all())


def test_files_of_sqlite_hold_nothing_of_the_forgotten(context: Flask) -> None:
    path = db.engine.url.database
    if db.engine.dialect.name != "sqlite" or path is None:
        pytest.skip("PostgreSQL tidies up by itself")
    make_booking(make_event(), last_name="Unverwechselbar")
    files = [Path(path), Path(f"{path}-wal")]
    assert any(b"Unverwechselbar" in file.read_bytes() for file in files)
    forget(DUE)
    assert [b"nverwechselbar" in file.read_bytes() for file in files] == [False, False]
