"""Read what decides about some scans, in one question.

What an event's file says, its places and types, is kept for a moment, as long as the event has the
same version.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from ortenaudigital.checkin.devices.paired import PairedDevice, PairedRow, read_paired
from ortenaudigital.checkin.errors import DeviceRefused
from ortenaudigital.checkin.rules import key_of
from ortenaudigital.checkin.scans.facts import Facts, KnownScan, Place, Presence
from ortenaudigital.checkin.scans.messages import ScanRequest, TicketAtDoor
from ortenaudigital.checkin.scans.statements.asked import find_event, find_facts
from ortenaudigital.kernel.db.driver import Driver
from ortenaudigital.kernel.db.kept import Kept, kept
from ortenaudigital.kernel.sealed import SealedId


def read_facts(
    driver: Driver, device: PairedDevice, requests: Sequence[ScanRequest], now: datetime
) -> Facts:
    """Read what decides about some scans. Raises DeviceRefused for a phone that was cut off."""
    found = find_facts(driver, {"device": device.id} | _keys(requests))
    devices, tickets, old_codes, admissions, scans = map(_rows, found)
    if not devices:
        raise DeviceRefused()
    *row, version = devices[0]
    event = _event(driver, device.event_id, version)
    known = [_ticket(event.types.get(each[2]), *each) for each in tickets]
    return Facts(
        device=device if device.vouched_for else read_paired(_paired(*row), now),
        places=event.places,
        tickets={each.id: each for each in known},
        old_codes={bytes.fromhex(code): UUID(each) for code, each in old_codes},
        presences={(UUID(ticket), place): _presence(*rest) for ticket, place, *rest in admissions},
        scans={UUID(scan_id): _known_scan(*rest) for scan_id, *rest in scans},
        codes={each.code_hash: each for each in known},
        short_codes={(each.reference, each.position): each for each in known},
    )


def _keys(requests: Iterable[ScanRequest]) -> dict[str, list[Any]]:
    hashes, references, scans = set[bytes](), set[str](), set[SealedId]()
    for each in requests:
        scans.add(each.sealed_id)
        if each.sealed_undoes is not None:
            scans.add(each.sealed_undoes)
        if each.code_hash:
            hashes.add(each.code_hash)
        elif each.short_code:
            references.add(each.short_code[0])
    return {"hashes": [*hashes], "references": [*references], "scans": [*scans]}


def _rows(listed: str | None) -> list[list[Any]]:
    return json.loads(listed) if listed else []


def _moment(text: str) -> datetime:
    # SQLite knows no zones: what it stores is in UTC.
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _paired(*row: Any) -> PairedRow:
    device_id, name, event_id, *moments, override, zone, reentry, closes_at = row
    seen, made, revoked, locked = moments
    return PairedRow(
        id=device_id,
        name=name,
        event_id=event_id,
        last_seen_at=_moment(seen) if seen else None,
        created_at=_moment(made),
        revoked_at=_moment(revoked) if revoked else None,
        locked_at=_moment(locked) if locked else None,
        may_override=bool(override),
        timezone=zone,
        reentry=bool(reentry),
        closes_at=_moment(closes_at),
    )


def _place(place_id: int, slug: str, day_id: int, day: str, *hours: str) -> Place:
    on = date.fromisoformat(day)
    return Place(place_id, key_of(on, slug), day_id, on, *map(_moment, hours))


def _presence(admitted_at: str, entered_at: str, left_at: str | None, device: str) -> Presence:
    left = _moment(left_at) if left_at else None
    return Presence(_moment(admitted_at), _moment(entered_at), left, device)


@dataclass(frozen=True)
class _Type:
    """What tickets of a type have in common."""

    title: dict[str, str]
    event_version: int
    days: tuple[date, ...] = ()


# Of another event, of which nothing is told here.
_STRANGE = _Type({}, 0)


@dataclass(frozen=True)
class _Event:
    """What an event's file says of its door: checkpoints by key, types by id."""

    version: int
    places: Mapping[str, Place]
    types: Mapping[int, _Type]


def _event(driver: Driver, event_id: int, version: int) -> _Event:
    """Return what holds in this version, read at most once in a moment.

    If it is changed meanwhile, whatever lets in finds another `event_version` and is decided anew.
    """
    events: Kept[int, _Event] = kept("events at the door")
    return events.get(
        event_id, lambda: _read_event(driver, event_id), lambda event: event.version == version
    )


def _read_event(driver: Driver, event_id: int) -> _Event:
    version, checkpoints, days_of_types = find_event(driver, event_id)
    places = [_place(*each) for each in _rows(checkpoints)]
    types = _types(_rows(days_of_types), {each.day_id: each.date for each in places})
    return _Event(version, {each.key: each for each in places}, types)


def _types(rows: Iterable[list[Any]], dates: Mapping[int, date]) -> dict[int, _Type]:
    types: dict[int, _Type] = {}
    for type_id, title, version, day_id in rows:
        days = types[type_id].days if type_id in types else ()
        if day_id in dates:
            days = tuple(sorted((*days, dates[day_id])))
        types[type_id] = _Type(json.loads(title), version, days)
    return types


def _ticket(kind: _Type | None, ticket_id: str, booking_id: str, *rest: Any) -> TicketAtDoor:
    type_id, position, revision, code, cancelled_at, name, first_name, last_name, reference = rest
    common = kind or _STRANGE
    return TicketAtDoor(
        id=UUID(ticket_id),
        booking_id=UUID(booking_id),
        ticket_type_id=type_id,
        is_own=kind is not None,
        name=name or f"{first_name} {last_name}".strip(),
        title=common.title,
        reference=reference,
        position=position,
        cancelled=cancelled_at is not None,
        code_hash=bytes.fromhex(code),
        revision=revision,
        event_version=common.event_version,
        days=common.days,
    )


def _known_scan(device_id: int, event_id: int, action: str, verdict: str, *rest: Any) -> KnownScan:
    ticket_id, checkpoint_id, scanned_at, shown, conflict = rest
    return KnownScan(
        device_id=device_id,
        event_id=event_id,
        action=action,
        verdict=verdict,
        ticket_id=UUID(ticket_id) if ticket_id else None,
        checkpoint_id=checkpoint_id,
        scanned_at=_moment(scanned_at),
        shown=shown,
        conflict=conflict,
    )
