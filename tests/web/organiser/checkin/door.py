"""An event that is open today, with a phone and a booking of two tickets."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from flask import Flask

from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.models import Device
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction


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


def code_of(door: Door, position: int) -> str:
    return f"{door.reference}-{position}"
