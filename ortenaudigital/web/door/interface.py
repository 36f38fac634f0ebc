"""The scan interface for paired phones: JSON, a bearer token, no cookies."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from flask import g, jsonify, request
from flask.typing import ResponseReturnValue
from pydantic import AwareDatetime, BaseModel, Field, ValidationError
from werkzeug.exceptions import BadRequest

from ortenaudigital.checkin.devices import pair
from ortenaudigital.checkin.models import Device
from ortenaudigital.checkin.queries import count_in, today
from ortenaudigital.checkin.rules import Verdict
from ortenaudigital.checkin.service import Reading, ScanResult, scan
from ortenaudigital.clock import utc_now
from ortenaudigital.db import db, transaction
from ortenaudigital.events.models import Day
from ortenaudigital.extensions import csrf, limiter
from ortenaudigital.web.door.blueprint import door
from ortenaudigital.web.guards import Access, access
from ortenaudigital.web.language import texts

MOST_SCANS = 500


class ScanBody(BaseModel):
    """One reading as the phone sends it."""

    scan_id: UUID
    code: Annotated[str, Field(max_length=500)]
    scanned_at: AwareDatetime
    verdict: Verdict | None = None


class ScansBody(BaseModel):
    """Up to 500 readings."""

    scans: Annotated[list[ScanBody], Field(max_length=MOST_SCANS)]


class PairBody(BaseModel):
    """The one-time secret of a pairing link."""

    secret: Annotated[str, Field(max_length=200)]


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
    return jsonify(token=token, **_about(device))


@door.get("/api/device")
@csrf.exempt  # No cookie is used: the token in the header is the permission.
@access(Access.DEVICE)
def device_state() -> ResponseReturnValue:
    """Say what the device is for, how many are in, and what time it is here."""
    return jsonify(_about(db.session.get_one(Device, g.device.id)))


def _about(device: Device) -> dict[str, Any]:
    event = device.event
    now = utc_now()
    day = today(event, now)
    inside, expected = count_in(day)
    return {
        "device": {"name": device.name},
        "event": {"slug": event.slug, "title": event.title, "timezone": event.timezone},
        "day": day and _about_day(day),
        "inside": inside,
        "expected": expected,
        "now": _rfc3339(now),
    }


def _about_day(day: Day) -> dict[str, str]:
    return {
        "date": day.date.isoformat(),
        "opens_at": _rfc3339(day.opens_at),
        "closes_at": _rfc3339(day.closes_at),
    }


@door.post("/api/scans")
@csrf.exempt  # No cookie is used: the token in the header is the permission.
@access(Access.DEVICE)
def take_scans() -> ResponseReturnValue:
    """Take readings, one transaction each, and answer each with its verdict."""
    body = ScansBody.model_validate(_body())
    results = []
    for entry in body.scans:
        reading = Reading(entry.scan_id, entry.code, entry.scanned_at, entry.verdict)
        with transaction():
            results.append(_as_json(scan(g.device, reading, utc_now())))
    return jsonify(results=results)


def _as_json(result: ScanResult) -> dict[str, Any]:
    ticket = result.ticket
    return {
        "scan_id": str(result.scan_id),
        "verdict": result.verdict,
        "ticket": ticket
        and {
            "name": ticket.name,
            "type": texts(ticket.title),
            "reference": ticket.short_code,
        },
        "first_in_at": result.first_in_at and _rfc3339(result.first_in_at),
        "device": result.device,
        "valid_on": [day.isoformat() for day in result.valid_on],
    }


def _rfc3339(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
