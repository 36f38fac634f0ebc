"""The tables of an event: complete, of this event only, no more personal than needed."""

import csv
import io
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from ortenaudigital.audit.models import Entry
from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.models import Booking
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.rules import Action
from ortenaudigital.events.models import Event
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.wiring import EXPORTS
from tests.factories import BOOKED_AT, make_booking, make_device, make_event, make_exhibitor

NOON = datetime(2027, 10, 1, 10, 0, tzinfo=UTC)
SLUG = "ortenau-digital-2027"


def flask(app: Flask, *words: str) -> bytes:
    result = app.test_cli_runner().invoke(args=["event", "table", *words])
    assert result.exit_code == 0, result.output
    return result.stdout_bytes


def rows_of(app: Flask, name: str) -> list[dict[str, str]]:
    text = flask(app, SLUG, name).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


@pytest.fixture
def event(context: Flask) -> Event:
    event = make_event()
    other = make_event(slug="other")
    for place in (event, other):
        booking = make_booking(place, number=3, companions=("Ali", "=cmd()"), first_name="Erika")
        exhibitor = make_exhibitor(place, phone="+49 781 82")
        _, token = make_device(place, "Haupteingang")
        with transaction():
            assign(list_free_slots(place)[0], exhibitor, BOOKED_AT, "olga@example.org")
            cancel_tickets(db.session.get_one(Booking, booking.id), {2}, BOOKED_AT)
        paired = get_device_by_token(token, NOON)
        walk_in = {"action": Action.WALK_IN, "ticket_type_id": place.ticket_types[0].id}
        for request in (
            ScanRequest(uuid4(), booking.tickets[0].short_code, NOON),
            ScanRequest(uuid4(), "A" * 26, NOON),
            ScanRequest(uuid4(), "", NOON, name="Rita", **walk_in),
        ):
            with transaction():
                scan(paired, request, NOON)
    return event


def test_bookings(context: Flask, event: Event) -> None:
    first, walk_in = rows_of(context, "bookings")
    assert (first["Vorname"], first["Nachname"], first["E-Mail"]) == (
        *("Erika", "Müller"),
        "erika@example.org",
    )
    assert (first["Gültige Tickets"], first["Am Einlass"]) == ("2", "")
    # As the clock in the hall shows it.
    assert first["Gebucht am"] == "2027-06-01 14:00:00"
    assert (walk_in["Nachname"], walk_in["E-Mail"], walk_in["Am Einlass"]) == ("Rita", "", "x")


def test_participants_have_no_address(context: Flask, event: Event) -> None:
    rows = rows_of(context, "participants")
    assert [row["Name"] for row in rows] == ["Erika Müller", "'=cmd()", "Rita"]
    assert rows[0]["Ticketart"] == "Bürgerticket"
    assert "@" not in str(rows)


def test_exhibitors(context: Flask, event: Event) -> None:
    (row,) = rows_of(context, "exhibitors")
    assert (row["Name"], row["Ansprechperson"]) == ("Rebsensor", "Emil Aussteller")
    assert row["Telefon"] == "'+49 781 82"
    assert row["Stände"].startswith("A1 (2027-")


def test_scans_name_no_guest(context: Flask, event: Event) -> None:
    rows = rows_of(context, "scans")
    assert [row["Ergebnis"] for row in rows] == ["welcome", "unknown", "welcome"]
    assert {row["Gerät"] for row in rows} == {"Haupteingang"}
    assert rows[0]["Zeit"] == "2027-10-01 12:00:00"
    assert rows[1]["Ticketnummer"] == ""
    for name in ("Erika", "Rita", "Ali"):
        assert name not in str(rows)


def test_report(context: Flask, event: Event) -> None:
    rows = rows_of(context, "report")
    (citizens,) = [row for row in rows if row["Ticketart"] == "Bürgerticket"]
    assert citizens["Tag"] == "2027-10-01"
    counts = [citizens[title] for title in ("Erwartet", "Gekommen", "Davon ohne Ticket gekommen")]
    assert counts == ["3", "2", "1"]
    assert len(rows) == 3


@pytest.mark.parametrize("name", list(EXPORTS))
@pytest.mark.parametrize("language", ["de", "en", "fr"])
def test_every_table_is_written_in_every_format_and_language(
    context: Flask, event: Event, name: str, language: str
) -> None:
    assert flask(context, SLUG, name, "--format", "xlsx", "--language", language)[:2] == b"PK"
    titles = flask(context, SLUG, name, "--language", language).decode("utf-8-sig").splitlines()[0]
    assert len(set(titles.split(";"))) == len(titles.split(";"))
    of_types = ("participants", "report", "invitations", "codes", "wait-list")
    assert ("Ticketart" in titles) is (language == "de" and name in of_types)


def test_an_export_is_written_down(context: Flask, event: Event) -> None:
    flask(context, SLUG, "participants")
    (entry,) = db.session.scalars(select(Entry).where(Entry.action == "exports.taken"))
    details = {"list": "participants", "kind": "csv", "rows": 3, "filters": []}
    assert (entry.subject, entry.details) == (f"event:{event.id}", details)


@pytest.mark.parametrize(
    ("words", "reason"), [((SLUG, "people"), "report"), (("x", "scans"), "no event x")]
)
def test_what_is_not_there_is_said(context: Flask, words: tuple[str, ...], reason: str) -> None:
    make_event()
    result = context.test_cli_runner().invoke(args=["event", "table", *words])
    assert result.exit_code == 1
    assert reason in result.output
