from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pikepdf
import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.commands import pair
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.errors import PairingExpired
from ortenaudigital.checkin.models import Admission, Device, Scan
from ortenaudigital.checkin.paper.commands import Sheet, came_when, enter, paper_device, read_codes
from ortenaudigital.checkin.paper.documents import door_list_pdf, list_guests
from ortenaudigital.checkin.queries import count_in
from ortenaudigital.checkin.rules import Action
from ortenaudigital.events.models import Day, Event, TicketType
from ortenaudigital.kernel.codes import derive
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, make_booking, make_device, make_event


def names(day: Day, ticket_type: TicketType | None = None) -> list[tuple[str, list[str]]]:
    sections = list_guests(day, ticket_type)
    return [(each.letter, [guest.name for guest in each.guests]) for each in sections]


def texts_of(document: bytes) -> list[str]:
    pages = pypdfium2.PdfDocument(document)
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pages]


def tick(event: Event, codes: list[str], at: datetime, **changes: object) -> dict[str, str]:
    sheet = Sheet(**({"request_id": uuid4(), "codes": codes, "came_at": at} | changes))  # type: ignore[arg-type]
    with transaction():
        ticked = enter(event, sheet, at + timedelta(hours=1), "olga")
    return {each.short_code: each.result.verdict.value for each in ticked}


def test_the_list_is_sorted_as_people_look_for_names(context: Flask, now: datetime) -> None:
    event = make_event()
    _, token = make_device(event)
    for first, last in [("Zoë", "Özdemir"), ("Anna", "Olbrich"), ("Jan", "Łukasik"), ("B", "4711")]:
        make_booking(event, first_name=first, last_name=last)
    make_booking(event, number=2, companions=("Hans Peter Maier",))
    gone = make_booking(event, last_name="Abwesend")
    with transaction():
        cancel_tickets(gone, {1}, BOOKED_AT)
        device = get_device_by_token(token, now)
        for name in ("", "Rita Süß"):
            type_id = event.ticket_types[0].id
            at_door = {"action": Action.WALK_IN, "ticket_type_id": type_id, "name": name}
            scan(device, ScanRequest(uuid4(), "", now, **at_door), now)  # type: ignore[arg-type]

    citizens, professionals = event.ticket_types
    assert names(event.days[1], citizens) == [
        ("0–9", ["4711, B"]),
        ("L", ["Łukasik, Jan"]),
        ("M", ["Maier, Hans Peter", "Müller, Erika"]),
        ("O", ["Olbrich, Anna", "Özdemir, Zoë"]),
        ("S", ["Süß, Rita"]),
        ("", [""]),
    ]
    assert names(event.days[1]) == names(event.days[1], citizens)
    assert names(event.days[0]) == names(event.days[1], professionals) == []
    inside = [g.name for each in list_guests(event.days[1]) for g in each.guests if g.inside]
    assert inside == ["Süß, Rita", ""]


@pytest.mark.one_database("it is about the document; the list is sorted on both above")
def test_the_printed_list_names_all_on_every_page(context: Flask, now: datetime) -> None:
    event = make_event(quota=200)
    for number in range(120):
        make_booking(event, last_name=f"Maier{number:03}")
    document = door_list_pdf(event, event.days[1], None, now)

    pages = texts_of(document)

    assert len(pages) > 1
    for number, text in enumerate(pages, 1):
        assert "Ortenau Digital 2027" in text
        assert "Freitag, 1. Oktober 2027" in text
        assert f"Seite {number}/{len(pages)}" in text
        assert "1. Oktober 2027, 9:30" in text
    assert all(f"Maier{number:03}, Erika" in " ".join(pages) for number in range(120))
    opened = pikepdf.open(BytesIO(document))
    assert opened.Root.MarkInfo.Marked
    assert opened.Root.Lang == "de"
    with opened.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_an_empty_list_says_so(context: Flask, now: datetime) -> None:
    event = make_event()
    assert "noch kein Ticket" in texts_of(door_list_pdf(event, event.days[0], None, now))[0]


def test_codes_are_read_however_they_are_separated() -> None:
    text = "od-7k3m9p-1, OD-7K3M9P-2;7k3m9q-1\n\tOD-7K3M9P-1 / murks"
    codes = ["OD-7K3M9P-1", "OD-7K3M9P-2", "OD-7K3M9Q-1", "MURKS"]
    assert read_codes(text) == codes
    assert read_codes("  ,; ") == []


def test_ticks_let_in_once_however_often_they_are_sent(context: Flask, now: datetime) -> None:
    event = make_event()
    booking = make_booking(event, number=3)
    _, token = make_device(event)
    first, second, third = [ticket.short_code for ticket in booking.tickets]
    with transaction():
        cancel_tickets(booking, {3}, BOOKED_AT)
        scan(get_device_by_token(token, now), ScanRequest(uuid4(), second, now), now)
    request_id = uuid4()
    codes = [first, second, third, "OD-NICHTS-1"]
    told = {first: "welcome", second: "already_in", third: "cancelled", "OD-NICHTS-1": "unknown"}

    for _ in range(2):
        assert tick(event, codes, now, request_id=request_id) == told

    assert db.session.scalar(select(func.count()).select_from(Scan)) == 5
    assert db.session.scalar(select(func.count()).select_from(Admission)) == 2
    assert count_in(event.days[1]) == (2, 2)
    admission = db.session.scalars(
        select(Admission).where(Admission.ticket_id == booking.tickets[0].id)
    ).one()
    assert (admission.device.name, admission.admitted_at) == ("Papierliste", now)
    entries = list_entries(f"device:{admission.device_id}")
    assert [(each.action, each.actor) for each in entries] == [
        ("checkin.entered_from_paper", "olga")
    ]
    assert tick(event, [first], now) == {first: "already_in"}


def test_nobody_comes_in_while_the_doors_are_closed(context: Flask, now: datetime) -> None:
    event = make_event()
    code = make_booking(event).tickets[0].short_code
    day = event.days[1]
    assert tick(event, [code], day.closes_at) == {code: "not_open"}
    assert came_when(day, now) == now
    assert came_when(day, day.closes_at) == day.opens_at


def test_the_paper_is_one_device_that_no_phone_can_be(context: Flask, now: datetime) -> None:
    event, other = make_event(), make_event(slug="anderes")
    with transaction():
        ids = [paper_device(event, now).id for _ in range(2)]
        assert paper_device(other, now).id not in ids
    assert len(set(ids)) == 1
    assert db.session.get_one(Device, ids[0]).on_paper
    secret = derive(context.config["TICKET_KEY"], "paper", UUID(int=event.id))
    with pytest.raises(PairingExpired), transaction():
        pair(secret, now)
