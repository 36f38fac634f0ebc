"""Write down that somebody took a list out of here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ortenaudigital.audit.commands import record


@dataclass(frozen=True)
class Taken:
    """Which list was taken: of an event or of the house, as what file, how many rows of it.

    `filters`: by what it was narrowed, never for what was searched, since that may be a name.
    """

    name: str
    kind: str
    rows: int
    event_id: int | None
    filters: Sequence[str] = ()


def note_ordered(name: str, event_id: int, now: datetime, actor: str) -> None:
    """Write down that somebody has a document with names made, as the event's jobs do."""
    record("exports.ordered", f"event:{event_id}", actor, now, event_id=event_id, list=name)


def note_taken(taken: Taken, now: datetime, actor: str) -> None:
    """Write down that a list was taken, before the first of it leaves."""
    record(
        "exports.taken",
        "house" if taken.event_id is None else f"event:{taken.event_id}",
        actor,
        now,
        event_id=taken.event_id,
        list=taken.name,
        kind=taken.kind,
        rows=taken.rows,
        filters=list(taken.filters),
    )
