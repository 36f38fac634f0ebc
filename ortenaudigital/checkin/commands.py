"""Take what a phone tells of the door, one deed after the other, and answer each."""

from datetime import datetime

from ortenaudigital.checkin.devices.commands import PairedDevice, give_sign, lock, revoke, unlock
from ortenaudigital.checkin.models import Device
from ortenaudigital.checkin.rules import Action, check_moment, check_reason, check_told
from ortenaudigital.checkin.scans.corrections import let_in_by_hand, take_back
from ortenaudigital.checkin.scans.entries import come_in, go_out
from ortenaudigital.checkin.scans.log import ScanRequest, ScanResult
from ortenaudigital.checkin.walkins.commands import give_shares_back, walk_in

__all__ = ["ScanRequest", "ScanResult", "check", "lock", "retire", "scan", "unlock"]


def check(device: PairedDevice, request: ScanRequest, now: datetime) -> None:
    """Refuse what a device cannot have seen, or may not ask any more; nothing of it is kept.

    Raises ScannedNever, DeviceLocked, DoorOver or ReasonMissing.
    """
    at = request.scanned_at
    check_moment(at, device.made_at, now)
    check_told(request.shown, at, now, locked=device.locked, over=device.over)
    check_reason(request.action, request.reason)


def scan(device: PairedDevice, request: ScanRequest, now: datetime) -> ScanResult:
    """Decide on one deed and keep it; a repeated `scan_id` gets its first answer again.

    A verdict is a value, never an error: whatever comes of it is kept. Raises what `check` does.
    """
    check(device, request, now)
    # A phone whose clock runs ahead must not open the doors before their time.
    at = min(request.scanned_at, now)
    give_sign(device, now)
    match request.action:
        case Action.EXIT:
            return go_out(device, request, at, now)
        case Action.OVERRIDE:
            return let_in_by_hand(device, request, at, now)
        case Action.UNDO:
            return take_back(device, request, now)
        case Action.WALK_IN:
            return walk_in(device, request, at, now)
        case _:
            return come_in(device, request, at, now)


def retire(device: Device, now: datetime, actor: str) -> None:
    """Lock a device out for good, and free the places it held."""
    # In this order: a scan locks the row of its device before that of the ticket type.
    revoke(device, now, actor)
    give_shares_back(device, now, actor)
