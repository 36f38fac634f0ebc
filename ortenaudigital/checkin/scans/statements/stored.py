"""What is stored of scans: by one statement on PostgreSQL, by one for each table on SQLite."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import text

from ortenaudigital.checkin.rules import Conflict
from ortenaudigital.kernel.db.driver import Driver, Prepared, as_stored
from ortenaudigital.kernel.sealed import SealedId

_STORE = Prepared(
    text("""
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
)

# The same on SQLite, where whoever writes is alone: what was read holds, and every step succeeds.
_DRAW = Prepared(
    text("""
        UPDATE ticket_type SET revision = revision + :number WHERE id = :ticket_type_id
        RETURNING revision - :number
    """)
)
_MARK = Prepared(text("UPDATE ticket SET revision = :new WHERE id = :ticket_id"))
_KEEP = Prepared(
    text("""
        INSERT INTO scan (scan_id, device_id, ticket_id, checkpoint_id, action, verdict, shown,
                          conflict, scanned_at, received_at, reason, undoes)
        VALUES (:scan_id, :device, :ticket_id, :checkpoint_id, :action, :verdict, :shown,
                :conflict, :scanned_at, :now, :reason, :undoes)
    """)
)
_LET_IN = Prepared(
    text("""
        INSERT INTO admission (ticket_id, checkpoint_id, device_id, scan_id, admitted_at,
                               entered_at)
        VALUES (:ticket_id, :checkpoint_id, :device, :scan_id, :at, :at)
    """)
)
_GO_OUT = Prepared(
    text("""
        UPDATE admission SET left_at = :at
        WHERE ticket_id = :ticket_id AND checkpoint_id = :checkpoint_id
    """)
)
_COME_BACK = Prepared(
    text("""
        UPDATE admission SET left_at = NULL, entered_at = :at
        WHERE ticket_id = :ticket_id AND checkpoint_id = :checkpoint_id
    """)
)
# Alike on both.
_TELL_SHOWN = Prepared(
    text("""
        UPDATE scan SET shown = :shown, conflict = :conflict
        WHERE scan_id = :scan_id AND shown IS NULL
    """)
)


class Effect(StrEnum):
    """What a scan does to a ticket; NONE is for one that must not have changed all the same."""

    IN = "in"
    BACK = "back"
    OUT = "out"
    NONE = "none"


def store(
    driver: Driver, device_id: int, entries: Sequence[dict[str, Any]], now: datetime
) -> set[UUID]:
    """Store scans with their effects; return the ids of those that are stored now.

    The keys of an entry are the columns of `entry` above, without `place`.
    """
    stored: set[UUID] = set()
    for run in _runs(entries):
        if driver.is_sqlite:
            _store_alone(driver, run, {"device": device_id, "now": now})
            stored.update(each["scan_id"] for each in run)
        else:
            values = {"entries": json.dumps(run, default=str), "device": device_id, "now": now}
            stored.update(scan_id for (scan_id,) in driver.rows(_STORE, values))
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


def _store_alone(driver: Driver, entries: Sequence[dict[str, Any]], own: dict[str, Any]) -> None:
    before = {}
    changed = (each["ticket_type_id"] for each in entries if each["effect"] is not None)
    for type_id, number in Counter(changed).items():
        drawn = {"ticket_type_id": type_id, "number": number}
        ((before[type_id],),) = driver.rows(_DRAW, drawn)
    # Once, for most values stand in two of the tables, and some in all rows.
    alike = as_stored(own)
    rows = [as_stored(each) | alike for each in entries]
    changing = [each for each in rows if each["effect"] is not None]
    for each in changing:
        each["new"] = before[each["ticket_type_id"]] + each["place"]
    steps = (
        (_MARK, changing),
        (_KEEP, rows),
        (_LET_IN, _with(Effect.IN, rows)),
        (_GO_OUT, _with(Effect.OUT, rows)),
        (_COME_BACK, _with(Effect.BACK, rows)),
    )
    for statement, chosen in steps:
        if chosen:
            driver.run_each(statement, chosen, as_they_are=True)


def _with(effect: Effect, entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for each in entries if each["effect"] is effect]


def tell_shown(
    driver: Driver, scan_id: SealedId, shown: str | None, conflict: Conflict | None
) -> None:
    """Note what a phone showed by itself that had not heard its answer."""
    told = {"shown": shown and str(shown), "conflict": conflict and conflict.value}
    driver.run(_TELL_SHOWN, {"scan_id": scan_id} | told)
