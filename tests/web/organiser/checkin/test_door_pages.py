"""What the organiser sees of the door, and what becomes of what they press."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.bookings.models import Booking
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.commands import get_device_by_token, note_contact, pin_of
from ortenaudigital.checkin.models import Admission, Device, WalkInShare
from ortenaudigital.checkin.rules import Action
from ortenaudigital.checkin.scans.conflicts import count_conflicts
from ortenaudigital.events.models import TicketType
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import local, utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.web.shared.answers.app_version import app_version
from tests.factories import make_booking, make_device, make_event_today
from tests.web.forms import page_of, submit, text_of

BASE = "/orga/ortenau-digital-2027"


@dataclass(frozen=True)
class Door:
    """An event that is open today, with a phone and a booking of two tickets."""

    app: Flask
    today: date
    device_id: int
    token: str
    booking_id: UUID
    reference: str
    type_ids: tuple[int, ...]

    def deed(self, code: str = "", token: str = "", **changes: object) -> None:
        now = utc_now()
        request = ScanRequest(uuid4(), code, now, **changes)  # type: ignore[arg-type]
        with self.app.app_context(), transaction():
            scan(get_device_by_token(token or self.token, now), request, now)

    def device(self) -> Device:
        return db.session.get_one(Device, self.device_id)


@pytest.fixture
def door(app: Flask) -> Door:
    with app.app_context():
        event = make_event_today(quota=20)
        booking = make_booking(event, utc_now(), number=2)
        device, token = make_device(event, now=utc_now())
        types = tuple(each.id for each in event.ticket_types)
        today = local(utc_now(), "Europe/Berlin").date()
        return Door(app, today, device.id, token, booking.id, booking.reference, types)


def code_of(door: Door, position: int) -> str:
    return f"{door.reference}-{position}"


def test_live_view_has_the_figures_of_a_day(organiser: FlaskClient, door: Door) -> None:
    door.deed(code_of(door, 1))
    door.deed(action=Action.WALK_IN, ticket_type_id=door.type_ids[0], name="Rita Spontan")
    words = text_of(organiser.get(f"{BASE}/einlass"))
    assert "Heute eingelassen 2 von 3" in words
    assert "Rita Spontan" in words
    yesterday = (door.today - timedelta(days=1)).isoformat()
    other = text_of(organiser.get(f"{BASE}/einlass?tag={yesterday}"))
    assert "Eingelassen 0 in den" in other or "Eingelassen 0 kommen noch" in other
    assert "Rita Spontan" not in other


def test_going_out_is_told_where_it_is_scanned(organiser: FlaskClient, door: Door) -> None:
    assert "wieder draußen" not in text_of(organiser.get(f"{BASE}/einlass"))
    with door.app.app_context(), transaction():
        get_event("ortenau-digital-2027").reentry = True
    door.deed(code_of(door, 1))
    door.deed(code_of(door, 1), action=Action.EXIT)
    assert "1 ist wieder draußen" in text_of(organiser.get(f"{BASE}/einlass"))


def test_a_device_that_is_silent_or_outdated_is_pointed_out(
    organiser: FlaskClient, door: Door
) -> None:
    def contact(minutes: int, version: str) -> str:
        now = utc_now() - timedelta(minutes=minutes)
        with door.app.app_context(), transaction():
            note_contact(get_device_by_token(door.token, utc_now()), 7, version, now)
        return text_of(organiser.get(f"{BASE}/einlass"))

    with door.app.test_request_context():
        newest = app_version()
    assert newest
    silent, outdated = "„Haupteingang“ meldet sich nicht", "hat eine alte Fassung"
    words = contact(0, newest)
    assert silent not in words
    assert outdated not in words
    assert "7 Scans noch nicht gesendet" in words
    assert silent in contact(3, newest)
    assert outdated in contact(0, "0123456789ab")


def test_days_that_are_none_are_not_found(organiser: FlaskClient, door: Door) -> None:
    for day in ("2020-01-01", "heute", "20270930"):
        for page in ("protokoll", "liste", "liste.pdf", "nachtragen"):
            assert organiser.get(f"{BASE}/einlass/{day}/{page}").status_code == 404
        assert organiser.get(f"{BASE}/einlass?tag={day}").status_code == 404
    assert organiser.get(f"{BASE}/einlass/{door.today}/liste.pdf?art=nichts").status_code == 404
    yesterday = door.today - timedelta(days=1)
    assert (
        organiser.get(f"{BASE}/einlass/{yesterday}/liste.pdf?art=buergerticket").status_code == 404
    )


def test_a_conflict_is_seen_everywhere_and_settled(organiser: FlaskClient, door: Door) -> None:
    with door.app.app_context():
        event = get_event("ortenau-digital-2027")
        _, back = make_device(event, "Nebeneingang", now=utc_now())
    door.deed(code_of(door, 1), shown="welcome")
    door.deed(code_of(door, 1), token=back, shown="welcome")
    page = f"{BASE}/einlass/konflikte"
    words = text_of(organiser.get(page))
    assert words.count("Zweimal eingelassen") == 3, "the heading, the names of box and button"
    assert "Haupteingang" in words
    assert "Nebeneingang" in words
    assert "1 Konflikt am Einlass" in text_of(organiser.get(f"{BASE}/"))
    assert "1 Konflikt am Einlass" in text_of(organiser.get(f"{BASE}/einlass"))
    assert "Konflikt" in text_of(organiser.get(f"{BASE}/buchungen/{door.booking_id}"))

    answer = submit(organiser, page, "/erledigt")

    assert (answer.status_code, answer.location) == (303, page)
    assert "Zweimal eingelassen" not in text_of(organiser.get(page))
    assert "Zweimal eingelassen" in text_of(organiser.get(f"{page}?status=settled"))
    assert "Konflikt am Einlass erledigt" in text_of(
        organiser.get(f"{BASE}/buchungen/{door.booking_id}")
    )
    with door.app.app_context():
        assert count_conflicts("ortenau-digital-2027") == (0, 1)


def test_each_kind_of_conflict_has_words(organiser: FlaskClient, door: Door) -> None:
    door.deed("nonsense", shown="welcome")
    door.deed(code_of(door, 1), shown="cancelled")
    door.deed("nonsense", shown="cancelled")
    words = text_of(organiser.get(f"{BASE}/einlass/konflikte"))
    for title in (
        "Eingelassen, obwohl das Ticket nicht galt",
        "Abgewiesen, obwohl das Ticket galt",
        "Abgewiesen, aber aus anderem Grund",
    ):
        assert title in words


def test_what_was_done_by_hand_has_its_reason(organiser: FlaskClient, door: Door) -> None:
    sent = submit(organiser, f"{BASE}/geraete", f"/{door.device_id}/von-hand")
    assert sent.status_code == 303
    door.deed(code_of(door, 2), action=Action.OVERRIDE, reason="kennt die Bürgermeisterin")
    words = text_of(organiser.get(f"{BASE}/einlass/{door.today}/protokoll"))
    assert "Von Hand eingelassen · Haupteingang" in words
    assert "kennt die Bürgermeisterin" in words
    assert code_of(door, 2) in words
    booking = text_of(organiser.get(f"{BASE}/buchungen/{door.booking_id}"))
    assert "kennt die Bürgermeisterin" in booking
    assert "Ticket 2 von Hand eingelassen" in booking
    submit(organiser, f"{BASE}/geraete", f"/{door.device_id}/von-hand")
    with door.app.app_context():
        assert not door.device().may_override


def test_a_new_device_gets_its_right_and_tells_its_pin(organiser: FlaskClient, door: Door) -> None:
    page = submit(organiser, f"{BASE}/geraete", name="Tor", may_override="y")
    with door.app.app_context():
        device = db.session.scalars(select(Device).where(Device.name == "Tor")).one()
        assert device.may_override
        pin = pin_of(device)
    assert pin in text_of(page)
    assert pin in text_of(organiser.get(f"{BASE}/geraete"))


def test_a_device_is_locked_and_freed_at_once(organiser: FlaskClient, door: Door) -> None:
    headers = {"Authorization": f"Bearer {door.token}"}
    phone = door.app.test_client()
    for action, status in (("sperren", 409), ("entsperren", 200)):
        sent = submit(organiser, f"{BASE}/geraete", f"/{door.device_id}/{action}")
        assert sent.status_code == 303
        assert phone.get("/einlass/api/list", headers=headers).status_code == status
    words = text_of(organiser.get(f"{BASE}/geraete"))
    assert "Gerät gesperrt" in words
    assert "Gerät freigegeben" in words


def test_who_cuts_a_device_off_is_told_what_would_be_lost(
    organiser: FlaskClient, door: Door
) -> None:
    with door.app.app_context(), transaction():
        note_contact(get_device_by_token(door.token, utc_now()), 12, "", utc_now())
    words = text_of(organiser.get(f"{BASE}/geraete"))
    assert "12 Scans gemeldet, die noch nicht gesendet sind" in words
    assert "sperren Sie es lieber" in words


def shares(door: Door, organiser: FlaskClient, *numbers: str) -> tuple[int, str, list[str]]:
    prefix = f"device-{door.device_id}-type_"
    fields = {f"{prefix}{each}": n for each, n in zip(door.type_ids, numbers, strict=True)}
    sent = submit(organiser, f"{BASE}/geraete", f"/{door.device_id}/plaetze", **fields)
    if sent.status_code == 303:
        return 303, "", []
    typed = [
        page_of(sent).xpath(f"//input[@name='{prefix}{each}']/@value")[0] for each in door.type_ids
    ]
    errors = page_of(sent).xpath("//*[contains(@class, 'kern-error')]")
    return sent.status_code, " ".join(each.text_content() for each in errors), typed


def test_shares_take_places_and_nothing_typed_is_lost(organiser: FlaskClient, door: Door) -> None:
    def held() -> dict[int, int]:
        with door.app.app_context():
            return {
                share.ticket_type_id: share.number
                for share in db.session.scalars(select(WalkInShare)).all()
            }

    def taken() -> int:
        with door.app.app_context():
            return db.session.get_one(TicketType, door.type_ids[0]).taken

    assert shares(door, organiser, "5", "2")[0] == 303
    assert (held(), taken()) == (dict(zip(door.type_ids, (5, 2), strict=True)), 7)
    status, words, typed = shares(door, organiser, "19", "3")
    assert (status, typed) == (409, ["19", "3"])
    assert "nicht mehr genügend Plätze frei" in words
    assert (held()[door.type_ids[1]], taken()) == (2, 7), "all of it or nothing"
    door.deed(action=Action.WALK_IN, ticket_type_id=door.type_ids[0])
    status, words, typed = shares(door, organiser, "0", "2")
    assert (status, typed) == (409, ["0", "2"])
    assert "Vergeben hat das Gerät davon schon: 1." in words
    for wrong in ("-1", "viele", ""):
        status, words, typed = shares(door, organiser, wrong, "2")
        assert (status, typed) == (422, [wrong, "2"])
        assert "ganze Zahl" in words
    assert shares(door, organiser, "1", "0")[0] == 303
    assert taken() == 3


def test_paper_is_entered_once_and_each_is_named(organiser: FlaskClient, door: Door) -> None:
    page = f"{BASE}/einlass/{door.today}/nachtragen"
    form = next(each for each in page_of(organiser.get(page)).forms if "nachtragen" in each.action)
    data = dict(form.form_values()) | {"ticket": code_of(door, 1)}
    data |= {"codes": f"{code_of(door, 2).lower()} OD-NICHTS-9"}
    first, again = organiser.post(page, data=data), organiser.post(page, data=data)
    for answer in (first, again):
        words = text_of(answer)
        assert answer.status_code == 200
        assert "2 eingelassen, 0 waren schon drin, 1 gilt nicht" in words
        assert "OD-NICHTS-9 · Unbekannt" in words
    with door.app.app_context():
        assert len(db.session.scalars(select(Admission)).all()) == 2
    shown = organiser.get(page)
    assert not page_of(shown).xpath("//input[@name='ticket']"), "who is in cannot be ticked"
    assert submit(organiser, page, codes=code_of(door, 1)).status_code == 200
    assert "Papier" in text_of(organiser.get(f"{BASE}/geraete"))
    assert "Papierliste" not in text_of(organiser.get(f"{BASE}/einlass"))


def test_what_cannot_be_entered_is_said_and_kept(organiser: FlaskClient, door: Door) -> None:
    page = f"{BASE}/einlass/{door.today}/nachtragen"
    nothing = submit(organiser, page)
    assert nothing.status_code == 422
    later = local(utc_now() + timedelta(minutes=90), "Europe/Berlin")
    if later.date() == door.today:
        values = {"ticket": code_of(door, 1), "codes": "OD-1", "time": f"{later:%H:%M}"}
        answer = submit(organiser, page, **values)
        assert answer.status_code == 422
        assert "noch nicht gewesen" in text_of(answer)
        assert "OD-1" in page_of(answer).xpath("//textarea")[0].text_content()
        (box,) = page_of(answer).xpath("//input[@name='ticket'][@checked]/@value")
        assert box == code_of(door, 1)
    wrong = submit(organiser, page, ticket=code_of(door, 1), time="halb zehn")
    assert wrong.status_code == 422
    with door.app.app_context():
        assert not db.session.scalars(select(Admission)).all()


def test_before_the_doors_open_nothing_is_entered(app: Flask, organiser: FlaskClient) -> None:
    tomorrow = local(utc_now(), "Europe/Berlin").date() + timedelta(days=1)
    with app.app_context():
        event = make_event_today(first=tomorrow - timedelta(days=1), second=tomorrow)
        code = make_booking(event, utc_now()).tickets[0].short_code
    page = f"{BASE}/einlass/{tomorrow}/nachtragen"
    assert "noch nicht begonnen" in text_of(organiser.get(page))
    assert submit(organiser, page, ticket=code).status_code == 422


def test_a_walk_in_has_a_name_and_no_letters(organiser: FlaskClient, door: Door) -> None:
    door.deed(action=Action.WALK_IN, ticket_type_id=door.type_ids[0])
    assert "Spontaneinlass" in text_of(organiser.get(f"{BASE}/buchungen"))
    with door.app.app_context():
        booking = db.session.scalars(select(Booking).where(Booking.at_door)).one()
    page = organiser.get(f"{BASE}/buchungen/{booking.id}")
    words = text_of(page)
    assert "Spontan eingelassen" in words
    assert "gelöscht" not in words
    actions = page_of(page).xpath("//form/@action")
    assert not [each for each in actions if each.endswith(("/senden", "/neu"))]
    assert "Eine Bestätigung geht an" not in words


def test_the_paper_is_no_phone(organiser: FlaskClient, door: Door) -> None:
    page = f"{BASE}/einlass/{door.today}/nachtragen"
    submit(organiser, page, ticket=code_of(door, 1))
    with door.app.app_context():
        paper = db.session.scalars(select(Device).where(Device.on_paper)).one()
        token = page_of(organiser.get(page)).xpath("//input[@name='csrf_token']/@value")[0]
    for action in ("sperren", "entsperren", "entkoppeln", "von-hand", "plaetze"):
        sent = organiser.post(f"{BASE}/geraete/{paper.id}/{action}", data={"csrf_token": token})
        assert sent.status_code == 404
