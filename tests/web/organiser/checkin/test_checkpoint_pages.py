"""Where a phone scans: chosen when it is paired, changed later, and told to the phone."""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.models import Device
from ortenaudigital.checkin.rules import Action, key_of
from ortenaudigital.events.queries import list_checkpoints
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.factories import WORKSHOP, make_booking, make_device, make_event, make_event_today
from tests.web.forms import page_of, submit, text_of

BASE = "/orga/ortenau-digital-2027"
CHOICE = "//select[contains(@name, 'checkpoint')]"


@dataclass(frozen=True)
class Stage:
    """An event with a workshop today, and a paired phone."""

    app: Flask
    key: str
    workshop: int
    device: int
    token: str
    codes: list[str]

    def contact(self, client: FlaskClient) -> dict[str, object]:
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = client.post("/einlass/api/contact", json={"unsent": 0}, headers=headers)
        assert answer.status_code == 200
        found: dict[str, object] = answer.get_json()
        return found


@pytest.fixture
def stage(app: Flask) -> Stage:
    with app.app_context():
        event = make_event_today(checkpoints=WORKSHOP)
        device, token = make_device(event, now=utc_now())
        codes = [each.short_code for each in make_booking(event, utc_now(), number=2).tickets]
        workshop = list_checkpoints(event)[2]
        key = key_of(event.days[1].date, "workshop")
        return Stage(app, key, workshop.id, device.id, token, codes)


def test_a_phone_is_paired_for_a_checkpoint(organiser: FlaskClient, stage: Stage) -> None:
    page = page_of(organiser.get(f"{BASE}/geraete"))
    (choice,) = [each for each in page.xpath(CHOICE) if each.get("name") == "checkpoint"]
    words = [" ".join(each.text_content().split()) for each in choice.xpath("option")]
    assert words[0] == "Eingang des Tages"
    assert words[1].startswith("Workshop Robotik (")
    sent = {"name": "Werkstatt", "checkpoint": str(stage.workshop)}
    paired = submit(organiser, f"{BASE}/geraete", "/geraete", **sent)
    assert paired.status_code == 200
    assert "Dieses Telefon scannt hier: Workshop Robotik" in text_of(paired)
    with stage.app.app_context():
        device = db.session.scalars(select(Device).where(Device.name == "Werkstatt")).one()
        assert device.checkpoint_id == stage.workshop


def test_a_phone_learns_where_it_scans_by_now(
    organiser: FlaskClient, client: FlaskClient, stage: Stage
) -> None:
    told = stage.contact(client)
    assert told["device"]["checkpoint"] is None  # type: ignore[index]
    assert [each["key"] for each in told["event"]["checkpoints"]][2] == stage.key  # type: ignore[index]
    action = f"/{stage.device}/kontrollpunkt"
    field = f"place-{stage.device}-checkpoint"
    moved = submit(organiser, f"{BASE}/geraete", action, **{field: str(stage.workshop)})
    assert moved.status_code == 303
    words = text_of(organiser.get(f"{BASE}/geraete"))
    assert "scannt ab jetzt hier: Workshop Robotik" in words
    assert "Scannt ab jetzt hier: Workshop Robotik" in words, "the history of the device says it"
    assert stage.contact(client)["device"]["checkpoint"] == stage.key  # type: ignore[index]
    back = submit(organiser, f"{BASE}/geraete", action, **{field: "entrance"})
    assert back.status_code == 303
    assert stage.contact(client)["device"]["checkpoint"] is None  # type: ignore[index]
    gone = submit(organiser, f"{BASE}/geraete", action, **{field: "987654"})
    assert gone.status_code == 404
    assert "Diesen Kontrollpunkt gibt es nicht mehr" in text_of(gone)


def test_scans_over_the_interface_name_their_checkpoint(client: FlaskClient, stage: Stage) -> None:
    headers = {"Authorization": f"Bearer {stage.token}"}

    def send(**more: str) -> tuple[int, dict[str, str]]:
        now = utc_now().isoformat()
        entry = {"scan_id": str(uuid4()), "code": stage.codes[0], "scanned_at": now} | more
        answer = client.post("/einlass/api/scans", json={"scans": [entry]}, headers=headers)
        content = answer.get_json()
        return answer.status_code, (content.get("results") or [content["error"]])[0]

    verdicts = [send()[1]["verdict"], *(send(checkpoint=stage.key)[1]["verdict"] for _ in "12")]
    assert verdicts == ["welcome", "welcome", "already_in"]
    for wrong in (
        "",
        "workshop",
        "2027-13-01",
        f"{stage.key}/x",
        f"{stage.key[:10]}/entrance",
        "ä",
    ):
        status, fault = send(checkpoint=wrong)
        assert (status, fault["code"]) == (422, "unreadable"), wrong


def test_the_live_page_counts_checkpoints_apart(organiser: FlaskClient, stage: Stage) -> None:
    assert "Kontrollpunkte im Haus Workshop Robotik 0 eingelassen" in text_of(
        organiser.get(f"{BASE}/einlass")
    )
    now = utc_now()
    by_hand = {"action": Action.OVERRIDE, "reason": "Ausweis geprüft", "checkpoint": stage.key}
    with stage.app.app_context(), transaction():
        db.session.get_one(Device, stage.device).may_override = True
    with stage.app.app_context(), transaction():
        device = get_device_by_token(stage.token, now)
        scan(device, ScanRequest(uuid4(), stage.codes[0], now, **by_hand), now)  # type: ignore[arg-type]
    words = text_of(organiser.get(f"{BASE}/einlass"))
    assert "Workshop Robotik 1 eingelassen" in words
    assert "Heute eingelassen 0" in words, "in the house is who came through the entrance"
    assert "Haupteingang · Workshop Robotik" in words


def test_where_there_are_only_entrances_nothing_is_to_be_chosen(
    app: Flask, organiser: FlaskClient
) -> None:
    with app.app_context():
        make_device(make_event())
    page = page_of(organiser.get(f"{BASE}/geraete"))
    assert not page.xpath(CHOICE)
    assert "Kontrollpunkt" not in page.text_content()
    assert submit(organiser, f"{BASE}/geraete", "/geraete", name="Eingang 2").status_code == 200
