"""The verdicts of the server against the vectors that the phone's verdicts pass as well."""

import json
from collections import Counter
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from ortenaudigital.checkin.rules import (
    Conflict,
    DayWindow,
    Decision,
    Outcome,
    Presence,
    TicketFacts,
    Verdict,
    conflict_between,
    date_at,
    decide,
    decide_exit,
    key_of,
)

FILE = Path(__file__).parents[2] / "vectors" / "checkin.json"
VECTORS: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def ticket_of(vector: dict[str, Any]) -> TicketFacts | None:
    ticket = vector["ticket"]
    if ticket is None:
        return None
    admitted = {
        checkpoint: Presence(datetime.fromisoformat(p["at"]), moment(p["left_at"]))
        for checkpoint, p in ticket["admitted"].items()
    }
    return TicketFacts(
        same_event=ticket["same_event"],
        days=frozenset(map(date.fromisoformat, ticket["days"])),
        cancelled=ticket["cancelled"],
        replaced=ticket["replaced"],
        admitted=admitted,
    )


def decided(vector: dict[str, Any]) -> Decision:
    at = datetime.fromisoformat(vector["at"])
    windows = [
        DayWindow(
            date.fromisoformat(day["date"]),
            datetime.fromisoformat(day["opens_at"]),
            datetime.fromisoformat(day["closes_at"]),
        )
        for day in vector["days"]
    ]
    # Without one, as phones of before do, the entrance of the date is meant.
    checkpoint = vector["checkpoint"] or key_of(date_at(windows, at, vector["zone"]))
    if vector["direction"] == "out":
        return decide_exit(ticket_of(vector), checkpoint)
    return decide(ticket_of(vector), windows, checkpoint, at, vector["reentry"])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_decide_as_the_phone_does(vector: dict[str, Any]) -> None:
    assert asdict(decided(vector)) == vector["decision"]


def test_the_vectors_hold_every_verdict() -> None:
    counts = Counter(vector["decision"]["verdict"] for vector in VECTORS)
    assert set(counts) == {*Verdict, Outcome.LEFT, Outcome.NOT_IN}
    assert len({vector["name"] for vector in VECTORS}) == len(VECTORS)


@pytest.mark.parametrize(
    ("shown", "holds", "conflict"),
    [
        (None, "welcome", None),
        ("welcome", "welcome", None),
        ("welcome", "already_in", Conflict.LET_IN),
        ("welcome", "sold_out", Conflict.LET_IN),
        ("override", "forbidden", Conflict.LET_IN),
        ("unknown", "welcome", Conflict.TURNED_AWAY),
        ("already_in", "cancelled", Conflict.OTHER_REASON),
    ],
)
def test_conflict_between(shown: str | None, holds: str, conflict: Conflict | None) -> None:
    assert conflict_between(shown, holds) == conflict
