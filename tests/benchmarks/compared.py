"""Measure another commit and this one in turns: `make bench COMPARE=<commit>`.

Both are driven over HTTP by the load of this checkout, on databases that each has filled by its own
means. Machines drift by a factor of three between days, and within minutes: only turns that follow
one another compare.
"""

import statistics
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.frame.checkouts import checkout
from tests.benchmarks.frame.settings import ROOT, Settings
from tests.benchmarks.frame.sites import Site, measure_in_process, serve
from tests.benchmarks.frame.table import NOOP, clients_told, figure, markdown, unit_of
from tests.benchmarks.frame.told import tell
from tests.benchmarks.frame.works import Work, chosen, clients_of, measure, warm_up
from tests.benchmarks.load import LoadFailed

HEADS = (
    *("work", "database", "clients", "CPU ms before", "CPU ms now", "ratio"),
    *("× no-op before", "× no-op now"),
)
BEFORE, NOW = "before", "now"
MEMORY = "memory of the server, MB"


@dataclass
class Turns:
    """What one work took each time, before and now: milliseconds of CPU, or megabytes.

    `clients` is None for what was done in process.
    """

    work: str
    database: str
    clients: int | None
    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def median(self, side: str) -> float:
        return statistics.median(self.taken[side])

    @property
    def ratio(self) -> float:
        """Return how many times as much it took before."""
        return self.median(BEFORE) / self.median(NOW)


def measure_compared(settings: Settings) -> str:
    """Return the table of ratios, and below it what could not be compared."""
    turns: list[Turns] = []
    lacking: list[str] = []
    with checkout(settings.compare) as path:
        for database in settings.databases:
            turns += _on(database, path, settings, lacking)
    said = [f"- {each}" for each in lacking]
    return "\n".join([f"Before is {settings.compare}.\n", table_of_turns(turns), "", *said]).strip()


def _on(database: str, path: Path, settings: Settings, lacking: list[str]) -> list[Turns]:
    with ExitStack() as stack:
        sites = {
            BEFORE: stack.enter_context(serve(path, database, settings.size)),
            NOW: stack.enter_context(serve(ROOT, database, settings.size)),
        }
        found = [
            each
            for work in chosen(settings)
            if _both_have(work, sites, lacking)
            for each in _in_turns(work, sites, settings)
        ]
        memory = Turns(MEMORY, database, None)
        for side, site in sites.items():
            memory.taken[side].append(site.memory_of_server())
    return [*found, memory, *_in_process(database, path, settings)]


def _in_process(database: str, path: Path, settings: Settings) -> list[Turns]:
    found: dict[str, Turns] = {}
    for number in range(settings.rounds):
        for side in order(number):
            checkout_of = {BEFORE: path, NOW: ROOT}
            measured = measure_in_process(checkout_of[side], database, settings.works)
            for name, taken in measured.items():
                turns = found.setdefault(name, Turns(name, database, None))
                cost = statistics.median(taken["cpu"]) / taken["units"]
                turns.taken[side].append(1000 * cost)
    return list(found.values())


def _both_have(work: Work, sites: dict[str, Site], lacking: list[str]) -> bool:
    warm_up(work, sites[NOW])
    try:
        warm_up(work, sites[BEFORE])
    except LoadFailed as error:
        lacking.append(f"{work.name} ({sites[BEFORE].database}): the other commit {error}")
        return False
    return True


def _in_turns(work: Work, sites: dict[str, Site], settings: Settings) -> Iterator[Turns]:
    for clients in clients_of(work, settings):
        turns = Turns(work.name, sites[NOW].database, clients)
        for number in range(settings.rounds):
            for side in order(number):
                result, cpu = measure(work, sites[side], clients, settings.duration)
                turns.taken[side].append(1000 * cpu / (result.number * result.units))
        tell(" ".join(_cells(turns, [])))
        yield turns


def order(number: int) -> tuple[str, str]:
    """Return who comes first in a round: each as often as the other."""
    return (BEFORE, NOW) if number % 2 == 0 else (NOW, BEFORE)


def table_of_turns(turns: Sequence[Turns]) -> str:
    """Write medians and their ratios, with the multiples of the no-op route of the same turns."""
    return markdown(HEADS, [_cells(each, turns) for each in turns])


def _cells(turns: Turns, others: Sequence[Turns]) -> list[str]:
    noops = {
        each.clients: each
        for each in others
        if (each.work, each.database) == (NOOP, turns.database)
    }
    unit = None if turns.work == MEMORY else unit_of(noops, turns.clients)
    clients = clients_told(turns.clients) if turns.work != MEMORY else ""
    multiples = [
        figure(turns.median(side) / unit.median(side)) if unit else "" for side in (BEFORE, NOW)
    ]
    figures = [figure(turns.median(side)) for side in (BEFORE, NOW)]
    return [turns.work, turns.database, clients, *figures, f"{turns.ratio:.2f}", *multiples]
