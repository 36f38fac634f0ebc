"""What scans ask of the database, each statement built once: facts, locks, and what is stored.

A welcome is one question and one statement that stores it. On SQLite that one is several, of which
nobody sees the middle: whoever writes there is alone.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    ScalarSelect,
    Select,
    Text,
    bindparam,
    cast,
    insert,
    select,
    text,
    union,
    update,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from ortenaudigital.bookings.models import Booking, RetiredCode, Ticket
from ortenaudigital.checkin.devices.paired import PAIRED
from ortenaudigital.checkin.models import Admission, Device, Scan
from ortenaudigital.checkin.rules import Conflict
from ortenaudigital.events.models import Checkpoint, Day, TicketType, admits_to
from ortenaudigital.kernel.db import Base
from ortenaudigital.kernel.sealed import SealedId

# The facts: one row, in which each list is a text of JSON


class _Array(FunctionElement[str]):
    """The values of one row."""

    inherit_cache = True


class _Rows(FunctionElement[str]):
    """All rows."""

    inherit_cache = True


class _Hex(FunctionElement[str]):
    """Bytes as text."""

    inherit_cache = True


_WORDS = {
    (_Array, "sqlite"): "json_array({})",
    (_Array, "postgresql"): "json_build_array({})",
    (_Rows, "sqlite"): "json_group_array({})",
    (_Rows, "postgresql"): "json_agg({})",
    (_Hex, "sqlite"): "hex({})",
    (_Hex, "postgresql"): "encode({}, 'hex')",
}


@compiles(_Array)
@compiles(_Rows)
@compiles(_Hex)
def _in_dialect(element: FunctionElement[str], compiler: Any, **kwargs: Any) -> str:
    words = _WORDS[type(element), compiler.dialect.name]
    return words.format(compiler.process(element.clauses, **kwargs))


def _listed(query: Select[*tuple[Any, ...]]) -> ScalarSelect[str]:
    rows = query.subquery()
    return select(cast(_Rows(_Array(*rows.c)), Text)).scalar_subquery()


def _any_of(name: str) -> ColumnElement[Any]:
    return bindparam(name, expanding=True)


_CHECKPOINTS = (
    select(Checkpoint.id, Checkpoint.slug, Day.id.label("day"), Day.date, Day.opens_at)
    .add_columns(Day.closes_at)
    .join(Day, Day.id == Checkpoint.day_id)
    .where(Day.event_id == bindparam("event"))
)
_DAYS_OF_TYPES = (
    select(TicketType.id, cast(TicketType.title, Text), TicketType.event_version)
    .add_columns(admits_to.c.day_id)
    .outerjoin(admits_to, admits_to.c.ticket_type_id == TicketType.id)
    .where(TicketType.event_id == bindparam("event"))
)
_OLD_CODES = select(_Hex(RetiredCode.code_hash).label("code"), RetiredCode.ticket_id).where(
    RetiredCode.code_hash.in_(_any_of("hashes"))
)
_MEANT = union(
    select(Ticket.id).where(Ticket.code_hash.in_(_any_of("hashes"))),
    select(RetiredCode.ticket_id).where(RetiredCode.code_hash.in_(_any_of("hashes"))),
    select(Ticket.id).join(Booking).where(Booking.reference.in_(_any_of("references"))),
    select(Scan.ticket_id).where(Scan.scan_id.in_(_any_of("scans")), Scan.ticket_id.is_not(None)),
).cte("meant")
_TICKETS = (
    select(Ticket.id, Ticket.booking_id, Ticket.ticket_type_id, Ticket.position, Ticket.revision)
    .add_columns(_Hex(Ticket.code_hash).label("code"), Ticket.cancelled_at, Ticket.name)
    .add_columns(Booking.first_name, Booking.last_name, Booking.reference)
    .join(_MEANT, _MEANT.c.id == Ticket.id)
    .join(Booking, Booking.id == Ticket.booking_id)
    # A ticket that names nobody any more is unknown, whatever date its event has got since.
    .where(Booking.erased_at.is_(None))
)
_ADMISSIONS = (
    select(Admission.ticket_id, Admission.checkpoint_id, Admission.admitted_at)
    .add_columns(Admission.entered_at, Admission.left_at, Device.name)
    .join(_MEANT, _MEANT.c.id == Admission.ticket_id)
    .join(Device, Device.id == Admission.device_id)
)
_KNOWN_SCANS = (
    select(Scan.scan_id, Scan.device_id, Device.event_id, Scan.action, Scan.verdict)
    .add_columns(Scan.ticket_id, Scan.checkpoint_id, Scan.scanned_at, Scan.shown, Scan.conflict)
    .join(Device, Device.id == Scan.device_id)
    .where(Scan.scan_id.in_(_any_of("scans")))
)
_FACTS = PAIRED.where(Device.id == bindparam("device")).add_columns(
    _listed(_CHECKPOINTS).label("checkpoints"),
    _listed(_DAYS_OF_TYPES).label("days_of_types"),
    _listed(_TICKETS).label("tickets"),
    _listed(_OLD_CODES).label("old_codes"),
    _listed(_ADMISSIONS).label("admissions"),
    _listed(_KNOWN_SCANS).label("scans"),
)


def find_facts(connection: Connection, values: Mapping[str, Any]) -> Row[Any] | None:
    """Ask for all that decides about some scans.

    `values` are the ids of `device` and `event`, and lists: `hashes` of codes, `references` of
    bookings, and sealed ids of `scans`.
    """
    return connection.execute(_FACTS, values).one_or_none()


# The order of locks: whoever changes tickets locks the rows of their types first, by their ids

_ALL_TYPES = (
    select(TicketType.id)
    .where(TicketType.event_id == bindparam("event"))
    .order_by(TicketType.id)
    .with_for_update(key_share=True)
)


def lock_types(connection: Connection, event_id: int) -> None:
    """Keep all others from changing tickets of an event until the commit: what is read holds."""
    if connection.dialect.name != "sqlite":
        connection.execute(_ALL_TYPES, {"event": event_id})


# What is stored

_STORE = text("""
    WITH entry AS MATERIALIZED (
        SELECT * FROM json_to_recordset(CAST(:entries AS json)) AS entry (
            scan_id uuid, ticket_id uuid, checkpoint_id integer, action text, verdict text,
            shown text, conflict text, scanned_at timestamptz, reason text, undoes uuid,
            effect text, at timestamptz, ticket_type_id integer, place integer, revision integer,
            event_version integer
        )
    ), drawn AS (
        -- The row of the type is the first of all locks: now nobody else changes its tickets.
        UPDATE ticket_type SET revision = ticket_type.revision + wanted.number
        FROM (
            SELECT ticket_type_id, count(*) AS number, max(event_version) AS event_version
            FROM entry
            WHERE effect IS NOT NULL GROUP BY ticket_type_id
        ) AS wanted
        -- Another version than was read: days and hours may have changed, and nothing holds.
        WHERE ticket_type.id = wanted.ticket_type_id
          AND (wanted.event_version IS NULL OR ticket_type.event_version = wanted.event_version)
        RETURNING ticket_type.id, ticket_type.revision - wanted.number AS before
    ), marked AS (
        -- Another revision than was read: somebody has changed the ticket since, and nothing holds.
        UPDATE ticket SET revision = drawn.before + entry.place
        FROM entry JOIN drawn ON drawn.id = entry.ticket_type_id
        WHERE ticket.id = entry.ticket_id AND entry.effect IS NOT NULL
          AND (entry.revision IS NULL OR ticket.revision = entry.revision)
        RETURNING entry.scan_id
    ), kept AS (
        INSERT INTO scan (scan_id, device_id, ticket_id, checkpoint_id, action, verdict, shown,
                          conflict, scanned_at, received_at, reason, undoes)
        SELECT scan_id, :device, ticket_id, checkpoint_id, action, verdict, shown,
               conflict, scanned_at, :now, reason, undoes
        FROM entry WHERE effect IS NULL OR scan_id IN (SELECT scan_id FROM marked)
        ON CONFLICT (scan_id) DO NOTHING
        RETURNING scan_id
    ), let_in AS (
        INSERT INTO admission (ticket_id, checkpoint_id, device_id, scan_id, admitted_at,
                               entered_at)
        SELECT ticket_id, checkpoint_id, :device, scan_id, at, at
        FROM entry JOIN kept USING (scan_id) WHERE effect = 'in'
    ), moved AS (
        UPDATE admission SET
            left_at = CASE entry.effect WHEN 'out' THEN entry.at END,
            entered_at = CASE entry.effect WHEN 'back' THEN entry.at ELSE admission.entered_at END
        FROM entry JOIN kept USING (scan_id)
        WHERE entry.effect IN ('out', 'back')
          AND admission.ticket_id = entry.ticket_id
          AND admission.checkpoint_id = entry.checkpoint_id
    )
    SELECT scan_id FROM kept
""")

# The same on SQLite, where whoever writes is alone: what was read holds, and every step succeeds.
_ADMISSION, _SCAN, _TICKET, _TYPE = (
    Base.metadata.tables[name] for name in ("admission", "scan", "ticket", "ticket_type")
)
_DRAW = (
    update(_TYPE)
    .where(_TYPE.c.id == bindparam("ticket_type"))
    .values(revision=_TYPE.c.revision + bindparam("number"))
    .returning(_TYPE.c.revision)
)
_MARK = update(_TICKET).where(_TICKET.c.id == bindparam("ticket")).values(revision=bindparam("new"))
_KEPT = (
    *("scan_id", "ticket_id", "checkpoint_id", "action", "verdict", "shown", "conflict"),
    *("scanned_at", "reason", "undoes"),
)
_KEEP = insert(_SCAN)
_LET_IN = insert(_ADMISSION)
_OF_TICKET = update(_ADMISSION).where(
    _ADMISSION.c.ticket_id == bindparam("ticket"),
    _ADMISSION.c.checkpoint_id == bindparam("checkpoint"),
)
_GO_OUT = _OF_TICKET.values(left_at=bindparam("moment"))
_COME_BACK = _OF_TICKET.values(left_at=None, entered_at=bindparam("moment"))
_TELL_SHOWN = (
    update(_SCAN)
    .where(_SCAN.c.scan_id == bindparam("known"), _SCAN.c.shown.is_(None))
    .values(shown=bindparam("now_shown"), conflict=bindparam("now_conflict"))
)


class Effect(StrEnum):
    """What a scan does to a ticket; NONE is for one that must not have changed all the same."""

    IN = "in"
    BACK = "back"
    OUT = "out"
    NONE = "none"


def store(
    connection: Connection, device_id: int, entries: Sequence[dict[str, Any]], now: datetime
) -> set[UUID]:
    """Store scans with their effects; return the ids of those that are stored now.

    The keys of an entry are the columns of `entry` above, without `place`.
    """
    stored: set[UUID] = set()
    for run in _runs(entries):
        if connection.dialect.name == "sqlite":
            _store_alone(connection, device_id, run, now)
            stored.update(each["scan_id"] for each in run)
        else:
            values = {"entries": json.dumps(run, default=str), "device": device_id, "now": now}
            stored.update(connection.execute(_STORE, values).scalars())
    return stored


def _runs(entries: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Part entries so that no ticket is changed twice, and number the changes of each type."""
    run: list[dict[str, Any]] = []
    numbers, changed = Counter[int](), set[UUID]()
    for entry in entries:
        if entry["effect"] is not None:
            if entry["ticket_id"] in changed:
                yield run
                run, numbers, changed = [], Counter[int](), set()
            changed.add(entry["ticket_id"])
            numbers[entry["ticket_type_id"]] += 1
        run.append(entry | {"place": numbers[entry["ticket_type_id"]]})
    if run:
        yield run


def _store_alone(
    connection: Connection, device_id: int, entries: Sequence[dict[str, Any]], now: datetime
) -> None:
    changing = [each for each in entries if each["effect"] is not None]
    before = {}
    for type_id, number in Counter(each["ticket_type_id"] for each in changing).items():
        drawn = {"ticket_type": type_id, "number": number}
        before[type_id] = connection.execute(_DRAW, drawn).scalar_one() - number
    own = {"device_id": device_id, "received_at": now}
    steps = (
        (_MARK, [_mark(each, before[each["ticket_type_id"]]) for each in changing]),
        (_KEEP, [own | {key: each[key] for key in _KEPT} for each in entries]),
        (_LET_IN, [_admission(each, device_id) for each in _with(Effect.IN, entries)]),
        (_GO_OUT, [_move(each) for each in _with(Effect.OUT, entries)]),
        (_COME_BACK, [_move(each) for each in _with(Effect.BACK, entries)]),
    )
    for statement, rows in steps:
        if rows:
            connection.execute(statement, rows)


def _with(effect: Effect, entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for each in entries if each["effect"] is effect]


def _mark(entry: dict[str, Any], before: int) -> dict[str, Any]:
    return {"ticket": entry["ticket_id"], "new": before + entry["place"]}


def _admission(entry: dict[str, Any], device_id: int) -> dict[str, Any]:
    moments = {"admitted_at": entry["at"], "entered_at": entry["at"], "device_id": device_id}
    return moments | {key: entry[key] for key in ("ticket_id", "checkpoint_id", "scan_id")}


def _move(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "ticket": entry["ticket_id"],
        "checkpoint": entry["checkpoint_id"],
        "moment": entry["at"],
    }


def tell_shown(
    connection: Connection, scan_id: SealedId, shown: str | None, conflict: Conflict | None
) -> None:
    """Note what a phone showed by itself that had not heard its answer."""
    values = {"known": scan_id, "now_shown": shown, "now_conflict": conflict}
    connection.execute(_TELL_SHOWN, values)
