"""Watch the memory of the server under minutes of mixed load: whether anything is kept for ever."""

import time
from collections.abc import Sequence
from itertools import cycle
from statistics import linear_regression

from tests.benchmarks.frame.settings import ROOT, Settings
from tests.benchmarks.frame.sites import Site, serve
from tests.benchmarks.frame.told import tell
from tests.benchmarks.frame.works import WORKS, Work, measure

CLIENTS = 4
# Until then templates are compiled, statements and pages kept.
WARM_MINUTES = 3
# A hundred at a time they would use up the crowd long before the end.
LEFT_OUT = ("scan, 100", "scan, 500", "100 changes")


def measure_memory(settings: Settings) -> str:
    """Load a server with all works in turn; return its memory by the minute, and the slope."""
    works = [
        work
        for work in WORKS
        if settings.wants(work.name) and not any(part in work.name for part in LEFT_OUT)
    ]
    lines = []
    for database in settings.databases:
        with serve(ROOT, database, settings.size) as site:
            minutes = [site.memory_of_server(), *_by_minute(site, works, settings)]
        cells = " | ".join(f"{each:.0f}" for each in minutes)
        lines.append(f"| {database} | {cells} | {slope(minutes):+.2f} |")
    heads = " | ".join(str(minute) for minute in range(settings.minutes + 1))
    rule = "|---" + "|---:" * (settings.minutes + 2) + "|"
    return "\n".join([f"| MB after minutes | {heads} | MB a minute |", rule, *lines])


def _by_minute(site: Site, works: Sequence[Work], settings: Settings) -> list[float]:
    """Return the megabytes after each minute."""
    turns, found = cycle(works), []
    for minute in range(1, settings.minutes + 1):
        ends = time.monotonic() + 60
        while time.monotonic() < ends:
            work = next(turns)
            measure(work, site, min(CLIENTS, work.most), settings.duration)
        found.append(site.memory_of_server())
        tell(f"{site.database}, minute {minute}: {found[-1]:.1f} MB")
    return found


def slope(minutes: Sequence[float]) -> float:
    """Return by how much the memory grows each minute, once all is warm."""
    warm = minutes[WARM_MINUTES:] if len(minutes) > WARM_MINUTES + 1 else minutes
    return linear_regression(range(len(warm)), warm).slope
