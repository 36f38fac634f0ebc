"""The scan interface for paired phones: JSON, a bearer token, no cookies."""

from typing import Annotated, Any
from uuid import UUID

from flask import g, jsonify, request
from flask.typing import ResponseReturnValue
from pydantic import AwareDatetime, BaseModel, Field, ValidationError
from werkzeug.exceptions import BadRequest

from ortenaudigital.checkin.devices import note_contact, pair, pin_of
from ortenaudigital.checkin.errors import DeviceLocked, DoorOver
from ortenaudigital.checkin.feed import read_list, rfc3339
from ortenaudigital.checkin.models import Device
from ortenaudigital.checkin.rules import Action, Outcome, Verdict
from ortenaudigital.checkin.service import Reading, ScanResult, scan
from ortenaudigital.clock import utc_now
from ortenaudigital.db import db, transaction
from ortenaudigital.extensions import csrf, limiter
from ortenaudigital.web.door.blueprint import door
from ortenaudigital.web.door.state import door_state
from ortenaudigital.web.guards import Access, access
from ortenaudigital.web.language import texts

MOST_SCANS = 500


class ScanBody(BaseModel):
    """One reading, or another deed, as the phone sends it."""

    scan_id: UUID
    code: Annotated[str, Field(max_length=500)]
    scanned_at: AwareDatetime
    verdict: Verdict | Outcome | None = None
    action: Action = Action.SCAN
    reason: Annotated[str, Field(max_length=200)] = ""
    undoes: UUID | None = None
    ticket_type: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    name: Annotated[str, Field(max_length=100)] = ""

    def reading(self) -> Reading:
        """Return what the door makes of it."""
        return Reading(
            scan_id=self.scan_id,
            code=self.code,
            scanned_at=self.scanned_at,
            shown=self.verdict,
            action=self.action,
            reason=" ".join(self.reason.split()),
            undoes=self.undoes,
            ticket_type_id=self.ticket_type,
            name=" ".join(self.name.split()),
        )


class ScansBody(BaseModel):
    """Up to 500 readings."""

    scans: Annotated[list[ScanBody], Field(max_length=MOST_SCANS)]


class PairBody(BaseModel):
    """The one-time secret of a pairing link."""

    secret: Annotated[str, Field(max_length=200)]


class ContactBody(BaseModel):
    """What a phone says of itself: how many scans it still holds, and which app it runs."""

    unsent: Annotated[int, Field(ge=0, le=1_000_000)]
    version: Annotated[str, Field(max_length=40)] = ""


@door.errorhandler(ValidationError)
def unreadable(error: ValidationError) -> ResponseReturnValue:
    """Name the places of a request that do not fit the interface."""
    places = [".".join(map(str, fault["loc"])) + ": " + fault["msg"] for fault in error.errors()]
    return jsonify(error={"code": "unreadable", "message": "; ".join(places)}), 422


def _body() -> Any:
    if not request.is_json:
        raise BadRequest()
    return request.get_json()


@door.post("/api/pair")
@csrf.exempt  # No cookie is used: the secret in the body is the permission.
@limiter.limit("20/minute")
@access(Access.PUBLIC)
def pair_device() -> ResponseReturnValue:
    """Turn a one-time secret into the token of a device."""
    body = PairBody.model_validate(_body())
    with transaction():
        device, token = pair(body.secret, utc_now())
    return jsonify(token=token, pin=pin_of(device), **door_state(device, utc_now()))


@door.get("/api/device")
@csrf.exempt  # No cookie is used: the token in the header is the permission.
@access(Access.DEVICE)
def device_state() -> ResponseReturnValue:
    """Say what the device is for, how many are in, and what time it is here."""
    return jsonify(door_state(_device(), utc_now()))


@door.post("/api/contact")
@csrf.exempt  # No cookie is used: the token in the header is the permission.
@access(Access.DEVICE)
def contact() -> ResponseReturnValue:
    """Hear how a phone is, and tell it how the door is."""
    body = ContactBody.model_validate(_body())
    with transaction():
        note_contact(g.device, body.unsent, body.version, utc_now())
    return jsonify(door_state(_device(), utc_now()))


def _device() -> Device:
    return db.session.get_one(Device, g.device.id)


@door.get("/api/list")
@csrf.exempt  # No cookie is used: the token in the header is the permission.
@access(Access.DEVICE)
def door_list() -> ResponseReturnValue:
    """Give a page of the door list: what has changed since a cursor, or all of it."""
    if g.device.locked:
        raise DeviceLocked()
    if g.device.over:
        raise DoorOver()
    page = read_list(g.device.event_id, request.args.get("since", ""))
    return jsonify(tickets=page.tickets, cursor=page.cursor, left=page.left)


@door.post("/api/scans")
@csrf.exempt  # No cookie is used: the token in the header is the permission.
@access(Access.DEVICE)
def take_scans() -> ResponseReturnValue:
    """Take readings, one transaction each, and answer each with its verdict."""
    body = ScansBody.model_validate(_body())
    results = []
    for entry in body.scans:
        with transaction():
            results.append(_as_json(scan(g.device, entry.reading(), utc_now())))
    return jsonify(results=results)


def _as_json(result: ScanResult) -> dict[str, Any]:
    ticket = result.ticket
    return {
        "scan_id": str(result.scan_id),
        "action": result.action,
        "verdict": result.verdict,
        "ticket": ticket
        and {
            "name": ticket.name,
            "type": texts(ticket.title),
            "reference": ticket.short_code,
        },
        "first_in_at": result.first_in_at and rfc3339(result.first_in_at),
        "device": result.device,
        "valid_on": [day.isoformat() for day in result.valid_on],
        "conflict": result.conflict,
    }
