"""What a scan is made of: its statements by the bare driver, and the scan without a request.

The statements are those of real scans, heard while each was decided and rolled back, and are sent
again by a connection with nothing of ours around it. That and the no-op route is the floor.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from sqlalchemy import Connection

from ortenaudigital.checkin.commands import take
from ortenaudigital.checkin.devices.paired import PairedDevice, get_device_by_token
from ortenaudigital.checkin.scans.messages import ScanRequest
from ortenaudigital.checkin.scans.scanning import take_alone
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.driver import Driver, driver_of

BARE, UNCOMMITTED = "a scan's statements by the driver", "the same, rolled back"
WITHOUT_REQUEST = "a scan without its request"
ROUNDS, EACH = 20, 10

Statements = list[tuple[str, Any]]
Rounds = Callable[[Callable[[], object], int], dict[str, Any]]


def measure_layers(rounds: Rounds, token: str, codes: Iterator[str]) -> dict[str, dict[str, Any]]:
    """Return by name what each round took."""
    device = get_device_by_token(token, datetime.now(UTC))
    db.session.remove()
    logs = iter([_statements_of(device, next(codes)) for _ in range(2 * ROUNDS * EACH)])
    found = dict(_bare(rounds, logs))
    return found | {WITHOUT_REQUEST: rounds(lambda: _take(device, islice(codes, EACH)), EACH)}


def _bare(rounds: Rounds, logs: Iterator[Statements]) -> Iterator[tuple[str, dict[str, Any]]]:
    pooled = db.engine.raw_connection()
    bare: Any = pooled.driver_connection
    try:
        if db.engine.dialect.name == "sqlite":
            for name, end in ((BARE, bare.commit), (UNCOMMITTED, bare.rollback)):
                yield name, rounds(partial(_send_alone, bare, logs, end), EACH)
        else:
            bare.autocommit = True
            yield BARE, rounds(partial(_send, bare.cursor(), logs), EACH)
            bare.autocommit = False
    finally:
        pooled.close()


def _request(code: str) -> ScanRequest:
    return ScanRequest(uuid4(), code, datetime.now(UTC), shown="welcome")


def _take(device: PairedDevice, codes: Iterator[str]) -> None:
    for code in codes:
        take(device, [_request(code)], datetime.now(UTC))


def _statements_of(device: PairedDevice, code: str) -> Statements:
    """Hear what a scan sends, and have nothing of it done."""
    heard: Statements = []
    send = Driver._send

    def hear(self: Driver, way: Any, text: str, values: Any) -> None:
        heard.append((text, values))
        send(self, way, text, values)

    with db.engine.connect() as connection, connection.begin() as begun:
        with patch.object(Driver, "_send", hear):
            _decide(connection, device, code)
        begun.rollback()
    return heard


def _decide(connection: Connection, device: PairedDevice, code: str) -> None:
    result = take_alone(driver_of(connection), device, _request(code), datetime.now(UTC))
    assert result is not None
    assert result.verdict == "welcome"


def _send_alone(bare: Any, logs: Iterator[Statements], end: Callable[[], object]) -> None:
    """Send what SQLite is sent, each scan in a transaction."""
    cursor = bare.cursor()
    for statements in islice(logs, EACH):
        cursor.execute("BEGIN IMMEDIATE")
        _send(cursor, iter([statements]))
        end()


def _send(cursor: Any, logs: Iterator[Statements]) -> None:
    for statements in islice(logs, EACH):
        for text, values in statements:
            # One of many rows is one row here.
            cursor.execute(text, values[0] if isinstance(values, list) else values)
            if cursor.description:
                cursor.fetchall()
