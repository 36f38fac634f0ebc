"""Take what a phone tells of the door, in its order, and answer each."""

from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy.exc import SQLAlchemyError

from ortenaudigital.checkin.devices.commands import lock, revoke, unlock
from ortenaudigital.checkin.devices.paired import PairedDevice, give_sign
from ortenaudigital.checkin.errors import DeviceChanged
from ortenaudigital.checkin.models import Device
from ortenaudigital.checkin.rules import Action, check_moment, check_reason, check_told
from ortenaudigital.checkin.scans.corrections import take_back
from ortenaudigital.checkin.scans.messages import ScanRequest, ScanResult
from ortenaudigital.checkin.scans.scanning import take_alone, take_scans
from ortenaudigital.checkin.walkins.commands import give_shares_back, walk_in
from ortenaudigital.kernel.db import connection, transaction
from ortenaudigital.kernel.db.driver import alone, driver_of
from ortenaudigital.kernel.db.errors import is_unavailable
from ortenaudigital.kernel.errors import DomainError

__all__ = ["ScanRequest", "ScanResult", "check", "lock", "retire", "scan", "take", "unlock"]

# These lock other rows than scans do, and come in transactions of their own.
ALONE = (Action.UNDO, Action.WALK_IN)
# One of these is stored by one statement; what is done by hand is noted in the history as well.
PLAIN = (Action.SCAN, Action.EXIT)


def check(device: PairedDevice, request: ScanRequest, now: datetime) -> None:
    """Refuse what a device cannot have seen, or may not ask any more; nothing of it is kept.

    Raises ScannedNever, DeviceLocked, DoorOver or ReasonMissing.
    """
    at = request.scanned_at
    check_moment(at, device.made_at, now)
    check_told(request.shown, at, now, locked=device.locked, over=device.over)
    check_reason(request.action, request.reason)


def take(device: PairedDevice, requests: Sequence[ScanRequest], now: datetime) -> list[ScanResult]:
    """Take what was checked, in as few transactions as it needs, and answer each.

    A verdict is a value, never an error: whatever comes of a scan is kept, and a repeated `scan_id`
    gets its first answer again. If one breaks, the others are stored, and then its error is raised.
    """
    results: list[ScanResult] = []
    broken: Exception | None = None
    waiting = deque(_groups(requests))
    while waiting:
        group = waiting.popleft()
        try:
            results += _take(device, group, now)
        except (DomainError, DeviceChanged):
            raise
        except Exception as error:
            if isinstance(error, SQLAlchemyError) and is_unavailable(error):
                raise
            if len(group) == 1:
                broken = broken or error
            else:
                waiting.extendleft([each] for each in reversed(group))
    if broken is not None:
        raise broken
    return results


def _groups(requests: Sequence[ScanRequest]) -> Iterator[list[ScanRequest]]:
    for is_alone, group in groupby(requests, lambda request: request.action in ALONE):
        if is_alone:
            yield from ([request] for request in group)
        else:
            yield list(group)


def _take(device: PairedDevice, requests: Sequence[ScanRequest], now: datetime) -> list[ScanResult]:
    if len(requests) == 1 and requests[0].action in PLAIN:
        with alone() as driver:
            give_sign(driver, device, now)
            result = take_alone(driver, device, requests[0], now)
        if result is not None:
            return [result]
    with transaction():
        return _take_together(device, requests, now)


def scan(device: PairedDevice, request: ScanRequest, now: datetime) -> ScanResult:
    """Take one by itself, inside the transaction of a caller. Raises what `check` does."""
    check(device, request, now)
    return _take_together(device, [request], now)[0]


def _take_together(
    device: PairedDevice, requests: Sequence[ScanRequest], now: datetime
) -> list[ScanResult]:
    # The row of the phone comes before all that scans lock.
    give_sign(driver_of(connection()), device, now)
    match requests[0].action:
        case Action.UNDO:
            return [take_back(device, requests[0], now)]
        case Action.WALK_IN:
            return [walk_in(device, requests[0], now)]
        case _:
            return take_scans(device, requests, now)


def retire(device: Device, now: datetime, actor: str) -> None:
    """Lock a device out for good, and free the places it held."""
    # In this order: a scan locks the row of its device before that of the ticket type.
    revoke(device, now, actor)
    give_shares_back(device, now, actor)
