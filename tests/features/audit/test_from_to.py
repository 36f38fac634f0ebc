"""From which value to which: as use cases write it down, and without what may name somebody."""

from datetime import datetime
from enum import StrEnum

from flask import Flask

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.audit.rules import from_to
from ortenaudigital.checkin.devices.commands import lock, revoke, set_override, unlock
from ortenaudigital.fair.applications.changing.corrections import correct
from ortenaudigital.fair.applications.deciding.decisions import decide, undo
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.kernel.db import transaction
from tests.factories import make_device, make_event, make_exhibitor


class Colour(StrEnum):
    RED = "red"


def test_only_what_differs_is_said_and_secrets_only_by_name(now: datetime) -> None:
    was = {"size": 300, "name": "Olga", "at": None, "same": 1, "colour": None}
    becomes = {"size": 350, "name": "Otto", "at": now, "same": 1, "colour": Colour.RED}
    assert from_to(was, becomes, only_named=("name",)) == {
        "changes": [["size", 300, 350], ["at", None, now.isoformat()], ["colour", None, "red"]],
        "fields": ["name"],
    }
    assert from_to(was, was) == {}


def test_a_device_says_from_what_to_what(context: Flask, now: datetime) -> None:
    device, _ = make_device(make_event())
    with transaction():
        set_override(device, not device.may_override, now, "olga")
        lock(device, now, "olga")
        unlock(device, now, "olga")
        revoke(device, now, "olga")
    entries = list_entries(f"device:{device.id}")[-4:]
    assert [entry.details["changes"] for entry in entries] == [
        [["may_override", False, True]],
        [["device_state", "paired", "locked"]],
        [["device_state", "locked", "paired"]],
        [["device_state", "paired", "revoked"]],
    ]


def test_a_decision_says_from_what_to_what(context: Flask, now: datetime) -> None:
    exhibitor = make_exhibitor(make_event(), accepted=False)
    with transaction():
        decide(exhibitor, State.WAIT_LISTED, now, "olga")
        undo(exhibitor, now, "olga")
    found = [each.details for each in list_entries(exhibitor.id)[-2:]]
    assert [(each["was"], each["becomes"]) for each in found] == [
        ("applied", "wait_listed"),
        ("wait_listed", "applied"),
    ]


def test_a_contact_is_never_written_down(context: Flask, now: datetime) -> None:
    exhibitor = make_exhibitor(make_event())
    values = {"contact_name": "Frau Ohnesorg", "kind": "municipality", "phone": "07841 1"}
    with transaction():
        correct(exhibitor, values, now, "exhibitor")
    details = list_entries(exhibitor.id)[-1].details
    assert details == {
        "changes": [["kind", "start_up", "municipality"]],
        "fields": ["contact_name", "phone"],
    }
