"""What an exhibitor has to do next: pure, on plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TaskKind(StrEnum):
    """What is to be done."""

    ASKED_AGAIN = "asked_again"
    CONFIRM_PLACING = "confirm_placing"
    READ_PAPERS = "read_papers"
    NAME_PASSES = "name_passes"
    ORDER_FURNITURE = "order_furniture"
    COMPLETE_ENTRY = "complete_entry"


@dataclass(frozen=True)
class Task:
    """Something to do; `until` the moment after which it is too late, if there is one."""

    kind: TaskKind
    number: int = 0
    until: datetime | None = None


@dataclass(frozen=True)
class Facts:
    """What is known of an accepted exhibitor."""

    placing_open: bool
    asked_again: bool
    papers_open: int
    passes_left: int
    passes_until: datetime | None
    furniture_open: bool
    furniture_until: datetime | None
    entry_gaps: int
    entry_until: datetime | None


def tasks_of(facts: Facts, now: datetime) -> list[Task]:
    """List what is to be done: what is pressing first, then by deadline; nothing that is over."""
    found = [
        Task(TaskKind.ASKED_AGAIN) if facts.asked_again else None,
        Task(TaskKind.CONFIRM_PLACING) if facts.placing_open else None,
        Task(TaskKind.READ_PAPERS, facts.papers_open) if facts.papers_open else None,
    ]
    dated = [
        Task(TaskKind.NAME_PASSES, facts.passes_left, facts.passes_until)
        if facts.passes_left
        else None,
        Task(TaskKind.ORDER_FURNITURE, 0, facts.furniture_until) if facts.furniture_open else None,
        Task(TaskKind.COMPLETE_ENTRY, facts.entry_gaps, facts.entry_until)
        if facts.entry_gaps
        else None,
    ]
    return [*_there(found), *sorted(_in_time(dated, now), key=_order)]


def _there(tasks: Iterable[Task | None]) -> list[Task]:
    return [task for task in tasks if task is not None]


def _in_time(tasks: Iterable[Task | None], now: datetime) -> list[Task]:
    return [task for task in _there(tasks) if task.until is None or now < task.until]


def _order(task: Task) -> tuple[bool, float]:
    return task.until is None, task.until.timestamp() if task.until else 0.0
