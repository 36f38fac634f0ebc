"""The one form in which figures are told: Markdown tables, which docs/benchmarks.md keeps."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from tests.benchmarks.load import Result

HEADS = (
    *("work", "database", "clients", "a second", "p50 ms", "p95 ms"),
    *("CPU ms", "× no-op", "raw commits", "memory MB"),
)
NOOP = "no-op route"
Unit = TypeVar("Unit")


@dataclass(frozen=True)
class Row:
    """What one work took with so many clients, or in process if there are none.

    Times and CPU in milliseconds of one operation, CPU of all processes that took part; raw commits
    a second of one connection to the same database in the same run; memory in megabytes.
    """

    work: str
    database: str
    clients: int | None
    a_second: float
    p50: float
    p95: float
    cpu: float
    times_noop: float | None = None
    commits: float | None = None
    memory: str = ""

    @property
    def cells(self) -> list[str]:
        clients = clients_told(self.clients)
        return [
            *(self.work, self.database, clients, f"{self.a_second:,.0f}"),
            *(figure(self.p50), figure(self.p95), figure(self.cpu)),
            "" if self.times_noop is None else figure(self.times_noop),
            "" if self.commits is None else f"{self.commits:,.0f}",
            self.memory,
        ]


def row_of(work: str, database: str, clients: int | None, result: Result, cpu: float) -> Row:
    """Make a row of a load, or of rounds in process; `cpu` in seconds for all of it."""
    return Row(
        work,
        database,
        clients,
        result.number * result.units / result.wall,
        result.percentile(0.5) / result.units,
        result.percentile(0.95) / result.units,
        1000 * cpu / (result.number * result.units),
    )


def against_noop(rows: Sequence[Row]) -> list[Row]:
    """Give each row the multiple of the no-op route on the same database."""
    found = []
    for row in rows:
        noops = [each for each in rows if (each.work, each.database) == (NOOP, row.database)]
        unit = unit_of({each.clients: each.cpu for each in noops}, row.clients)
        found.append(replace(row, times_noop=row.cpu / unit) if unit else row)
    return found


def unit_of(units: Mapping[int | None, Unit], clients: int | None) -> Unit | None:
    """Choose the no-op route with as many clients, or with the fewest there are."""
    return units.get(clients, next(iter(units.values()), None))


def clients_told(clients: int | None) -> str:
    """Say with how many clients something was measured."""
    return "in process" if clients is None else str(clients)


def figure(value: float) -> str:
    """Write a figure with as many places as it bears: 0.043, 4.32, 43.2, 432."""
    places = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 0.1 else 3
    return f"{value:,.{places}f}"


def markdown(heads: Sequence[str], lines: Sequence[Sequence[str]], texts: int = 2) -> str:
    """Write a table; the first `texts` columns are words, the others figures."""
    widths = [max(len(line[n]) for line in (heads, *lines)) for n in range(len(heads))]
    rules = [
        "-" * (width + 2) if n < texts else "-" * (width + 1) + ":"
        for n, width in enumerate(widths)
    ]
    return "\n".join(
        [_line(heads, widths, texts), f"|{'|'.join(rules)}|"]
        + [_line(line, widths, texts) for line in lines]
    )


def _line(cells: Sequence[str], widths: Sequence[int], texts: int) -> str:
    padded = [
        cell.ljust(width) if n < texts else cell.rjust(width)
        for n, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return f"| {' | '.join(padded)} |"


def table(rows: Sequence[Row]) -> str:
    """Write rows as the one table of `make bench`."""
    return markdown(HEADS, [row.cells for row in rows])


def replace_section(document: str, name: str, content: str) -> str:
    """Put content between the marks of that name; raises LookupError if they are not there."""
    begin, end = f"<!-- bench:{name} -->", f"<!-- /bench:{name} -->"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    replaced, number = pattern.subn(lambda _: f"{begin}\n\n{content}\n\n{end}", document)
    if number != 1:
        raise LookupError(f"{begin} … {end} stands {number} times, not once")
    return replaced
