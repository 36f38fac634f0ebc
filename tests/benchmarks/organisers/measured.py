"""Measure what organisers ask for beside a crowd: `make bench PARTS=organisers`.

In process, one page after the other, each warm: what a server takes for an answer, without what the
network and other people's questions take. `SIZE` is the number of bookings.
"""

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from werkzeug.test import TestResponse

from tests.benchmarks.frame.settings import Settings
from tests.benchmarks.frame.sites import fresh_database
from tests.benchmarks.frame.table import figure, markdown
from tests.benchmarks.frame.told import tell
from tests.benchmarks.growth.halls import Hall, close_hall
from tests.benchmarks.organisers.asked import pages, press_before
from tests.benchmarks.organisers.filled import open_office

# In these, templates are compiled and statements kept.
WARM_UP = 2
AIM = 100.0


@dataclass(frozen=True)
class Taken:
    """Milliseconds of CPU that answers took, of the app and its database; then by the clock."""

    p50: float
    p95: float
    wall_p95: float

    @property
    def cells(self) -> list[str]:
        return [figure(self.p50), marked(self.p95), marked(self.wall_p95)]


def measure_organisers(settings: Settings) -> str:
    """Return the table of all pages of organisers, on each database."""
    found = {database: _measure(database, settings) for database in settings.databases}
    return organisers_table(found)


def _measure(database: str, settings: Settings) -> Mapping[str, Taken]:
    tell(database)
    with fresh_database(database) as (url, folder):
        hall = open_office(settings.size, url, Path(folder))
        try:
            return ask_all(hall, settings)
        finally:
            close_hall(hall)


def ask_all(hall: Hall, settings: Settings) -> dict[str, Taken]:
    """Ask for each page that is wanted, as often as is set."""
    gc.collect()
    # What stands does not have to be looked through again and again.
    gc.freeze()
    found = {}
    for name, path in pages(hall).items():
        if not settings.wants(name):
            continue
        asked: dict[str, Callable[[], TestResponse]] = {name: partial(_begin, hall, path)}
        if press := press_before(hall, path):
            asked = {f"{name}: press": press, **asked}
        for each, ask in asked.items():
            found[each] = _ask(hall, ask, settings.repeats)
            tell(f"{each:40}" + "".join(f"{cell:>10}" for cell in found[each].cells))
    gc.unfreeze()
    return found


def _ask(hall: Hall, ask: Callable[[], TestResponse], repeats: int) -> Taken:
    cpu, wall = [], []
    for _ in range(WARM_UP + repeats):
        begun = time.perf_counter()
        cpu.append(hall.cpu_of(ask))
        wall.append(1000 * (time.perf_counter() - begun))
    cpu, wall = cpu[WARM_UP:], wall[WARM_UP:]
    return Taken(percentile(cpu, 0.5), percentile(cpu, 0.95), percentile(wall, 0.95))


def _begin(hall: Hall, path: str) -> TestResponse:
    """Ask for an answer; of a file that is written as it is read, for its first bytes."""
    answer = hall.browser.get(path)
    answer.close()
    return answer


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that so large a share of all does not exceed."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def organisers_table(found: Mapping[str, Mapping[str, Taken]]) -> str:
    """Write a line for each page: on each database CPU p50 and p95, and p95 by the clock."""
    heads = ["page", *(f"{each} {what}" for each in found for what in ("p50", "p95", "p95 wall"))]
    names = list(next(iter(found.values())))
    lines = [[name, *(c for taken in found.values() for c in taken[name].cells)] for name in names]
    return markdown(heads, lines, texts=1)


def marked(milliseconds: float) -> str:
    """Write a time, bold if it misses the aim."""
    return figure(milliseconds) if milliseconds <= AIM else f"**{figure(milliseconds)}**"
