"""Devices as the organiser sees them: their state, their rights, and the places they give away."""

from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.checkin.devices.commands import note_contact, pin_of
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.models import Device, WalkInShare
from ortenaudigital.checkin.rules import Action
from ortenaudigital.events.models import TicketType
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import connection, db, transaction
from ortenaudigital.kernel.db.driver import driver_of
from ortenaudigital.web.shared.answers.app_version import app_version
from tests.web.forms import page_of, submit, text_of
from tests.web.organiser.checkin.door import Door

BASE = "/orga/ortenau-digital-2027"


def test_a_device_that_is_silent_or_outdated_is_pointed_out(
    organiser: FlaskClient, door: Door
) -> None:
    def contact(minutes: int, version: str) -> str:
        now = utc_now() - timedelta(minutes=minutes)
        with door.app.app_context(), transaction():
            device = get_device_by_token(door.token, utc_now())
            note_contact(driver_of(connection()), device, 7, version, now)
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
        device = get_device_by_token(door.token, utc_now())
        note_contact(driver_of(connection()), device, 12, "", utc_now())
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
