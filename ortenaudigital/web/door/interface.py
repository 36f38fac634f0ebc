"""The scan interface for paired phones: JSON, a bearer token, no cookies."""

from collections.abc import Sequence
from typing import Any

from flask import g, request
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from ortenaudigital.checkin.commands import ScanResult, take
from ortenaudigital.checkin.devices.commands import note_contact, pair, pin_of
from ortenaudigital.checkin.devices.paired import forget_devices
from ortenaudigital.checkin.errors import DeviceChanged, DeviceLocked, DoorOver
from ortenaudigital.checkin.sync.feed import read_list
from ortenaudigital.events.rules import text_in
from ortenaudigital.kernel.clock import rfc3339, utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.db.driver import alone
from ortenaudigital.limits.rules import PAIRINGS
from ortenaudigital.web.door.blueprint import door
from ortenaudigital.web.door.bodies import ContactBody, PairBody, ScansBody
from ortenaudigital.web.door.state import door_state
from ortenaudigital.web.shared.access.guards import Access, access, require_device
from ortenaudigital.web.shared.access.limits import limited
from ortenaudigital.web.shared.answers.machine_answers import machine_answer
from ortenaudigital.web.shared.language import choose_language
from ortenaudigital.web.shared.requests.scan_entries import Fault, places, read_entries
from ortenaudigital.web.shared.requests.sizes import SCANS, takes
from ortenaudigital.web.shared.requests.values import read_json

MOST_TOLD = 3


@door.errorhandler(ValidationError)
def unreadable(error: ValidationError) -> ResponseReturnValue:
    """Name the places of a request that do not fit the interface."""
    return machine_answer(error={"code": "unreadable", "message": places(error)}), 422


@door.post("/api/pair")
@access(Access.PUBLIC)
@limited(PAIRINGS)
def pair_device() -> ResponseReturnValue:
    """Turn a one-time secret into the token of a device."""
    body = PairBody.model_validate(read_json())
    with transaction():
        device, token = pair(body.secret, utc_now())
    return machine_answer(
        token=token, pin=pin_of(device), **door_state(device.id, device.event_id, utc_now())
    )


@door.get("/api/device")
@access(Access.DEVICE)
def device_state() -> ResponseReturnValue:
    """Say what the device is for, how many are in, and what time it is here."""
    return machine_answer(**door_state(g.device.id, g.device.event_id, utc_now()))


@door.post("/api/contact")
@access(Access.DEVICE)
def contact() -> ResponseReturnValue:
    """Hear how a phone is, and tell it how the door is."""
    body = ContactBody.model_validate(read_json())
    with alone() as driver:
        note_contact(driver, g.device, body.unsent, body.version, utc_now())
    return machine_answer(**door_state(g.device.id, g.device.event_id, utc_now()))


@door.get("/api/list")
@access(Access.DEVICE)
def door_list() -> ResponseReturnValue:
    """Give a page of the door list: what has changed since a cursor, or all of it."""
    if g.device.locked:
        raise DeviceLocked()
    if g.device.over:
        raise DoorOver()
    page = read_list(g.device.event_id, request.args.get("since", ""))
    return machine_answer(
        tickets=page.tickets, cursor=page.cursor, left=page.left, replaces=page.replaces
    )


@door.post("/api/scans")
@access(Access.DEVICE)
@takes(SCANS)
def take_scans() -> ResponseReturnValue:
    """Take scans, and answer each with its verdict.

    If there are entries that cannot be taken, they are named and nothing is stored: an answer that
    a phone does not know would have it forget them.
    """
    body = ScansBody.model_validate(read_json())
    requests, faults = read_entries(body.scans, g.device, utc_now())
    if faults:
        return _refuse(faults)
    results = take(g.device, requests, utc_now())
    return machine_answer(results=_as_json(results))


@door.errorhandler(DeviceChanged)
def take_anew(_: DeviceChanged) -> ResponseReturnValue:
    """Read a request anew whose device was locked or unlocked since it was known."""
    forget_devices()
    require_device()
    return take_scans()


def _refuse(faults: Sequence[Fault]) -> ResponseReturnValue:
    error = {
        "code": faults[0].code,
        "message": "; ".join(fault.message for fault in faults[:MOST_TOLD]),
        "entries": [fault.as_json() for fault in faults],
    }
    return machine_answer(error=error), 422


def _as_json(results: Sequence[ScanResult]) -> list[dict[str, Any]]:
    language = choose_language()
    return [_answer(each, language) for each in results]


def _answer(result: ScanResult, language: str) -> dict[str, Any]:
    ticket = result.ticket
    return {
        "scan_id": str(result.scan_id),
        "action": result.action,
        "verdict": result.verdict,
        "ticket": ticket
        and {
            "name": ticket.name,
            # Not by `texts`, which asks for a locale and its formats: a thirtieth of a scan.
            "type": text_in(ticket.title, language),
            "reference": ticket.short_code,
        },
        "first_in_at": result.first_in_at and rfc3339(result.first_in_at),
        "device": result.device,
        "valid_on": [day.isoformat() for day in result.valid_on],
        "conflict": result.conflict,
    }
