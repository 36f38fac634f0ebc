"""What a scan is made of: its statements by the bare driver, and the scan without a request."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection

from ortenaudigital.checkin.commands import take
from ortenaudigital.checkin.devices.paired import PairedDevice, get_device_by_token
from ortenaudigital.checkin.scans.messages import ScanRequest
from ortenaudigital.checkin.scans.scanning import take_alone, take_scans
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.db.driver import driver_of
from tests.benchmarks.made_of import (
    EACH,
    HEARD,
    ROUNDS,
    Bare,
    Rounds,
    Statements,
    Undone,
    bare,
    heard,
)

BATCH = 100


def measure_scans(rounds: Rounds, token: str, codes: Iterator[str]) -> dict[str, dict[str, Any]]:
    """Return by name what each round took."""
    device = get_device_by_token(token, datetime.now(UTC))
    db.session.remove()
    logs = iter([_statements_of(device, next(codes)) for _ in range(HEARD)])
    batches = iter([_statements_of_many(device, codes) for _ in range(2 * ROUNDS)])
    return {
        **dict(bare(rounds, logs, Bare("a scan's", together=False))),
        "a scan without its request": rounds(lambda: _take(device, islice(codes, EACH)), EACH),
        **dict(bare(rounds, batches, Bare(f"{BATCH} scans'", each=1, units=BATCH))),
        f"{BATCH} scans without their request": rounds(lambda: _take_many(device, codes), BATCH),
    }


def _request(code: str) -> ScanRequest:
    return ScanRequest(uuid4(), code, datetime.now(UTC), shown="welcome")


def _take(device: PairedDevice, codes: Iterator[str]) -> None:
    for code in codes:
        take(device, [_request(code)], datetime.now(UTC))


def _take_many(device: PairedDevice, codes: Iterator[str]) -> None:
    take(device, [_request(code) for code in islice(codes, BATCH)], datetime.now(UTC))


def _statements_of_many(device: PairedDevice, codes: Iterator[str]) -> Statements:
    """Hear what a request with many scans sends, and have nothing of it done."""
    requests = [_request(code) for code in islice(codes, BATCH)]
    with heard() as statements, suppress(Undone), transaction():
        results = take_scans(device, requests, datetime.now(UTC))
        assert {result.verdict for result in results} == {"welcome"}
        raise Undone
    return statements


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
