"""What a scan is made of: its statements by the bare driver, and the scan without a request."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection

from ortenaudigital.checkin.commands import take
from ortenaudigital.checkin.devices.paired import PairedDevice, get_device_by_token
from ortenaudigital.checkin.scans.messages import ScanRequest
from ortenaudigital.checkin.scans.scanning import take_alone
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.driver import driver_of
from tests.benchmarks.made_of import EACH, HEARD, Rounds, Statements, bare, heard


def measure_scans(rounds: Rounds, token: str, codes: Iterator[str]) -> dict[str, dict[str, Any]]:
    """Return by name what each round took."""
    device = get_device_by_token(token, datetime.now(UTC))
    db.session.remove()
    logs = iter([_statements_of(device, next(codes)) for _ in range(HEARD)])
    found = dict(bare(rounds, logs, "a scan", together=False))
    alone = rounds(lambda: _take(device, islice(codes, EACH)), EACH)
    return found | {"a scan without its request": alone}


def _request(code: str) -> ScanRequest:
    return ScanRequest(uuid4(), code, datetime.now(UTC), shown="welcome")


def _take(device: PairedDevice, codes: Iterator[str]) -> None:
    for code in codes:
        take(device, [_request(code)], datetime.now(UTC))


def _statements_of(device: PairedDevice, code: str) -> Statements:
    """Hear what a scan sends, and have nothing of it done."""
    with db.engine.connect() as connection, connection.begin() as begun:
        with heard() as statements:
            _decide(connection, device, code)
        begun.rollback()
    return statements


def _decide(connection: Connection, device: PairedDevice, code: str) -> None:
    result = take_alone(driver_of(connection), device, _request(code), datetime.now(UTC))
    assert result is not None
    assert result.verdict == "welcome"
