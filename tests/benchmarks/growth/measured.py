"""Measure what grows with the crowd: `make bench PARTS=growth`.

Halls of all sizes are asked in turns, so that a machine that drifts does so for all of them alike.
"""

import gc
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.benchmarks.frame.postgresql import new_database
from tests.benchmarks.frame.settings import ROOT, Settings
from tests.benchmarks.frame.table import figure, markdown
from tests.benchmarks.frame.told import tell
from tests.benchmarks.growth.asked import Ask, page, pages, works
from tests.benchmarks.growth.chart import Line, Panel, draw
from tests.benchmarks.growth.halls import OTHERS, Hall, Size, close_hall, middle, open_hall

ROUNDS = 15
AIM = 1.2
CHART = ROOT / "docs/growth.svg"
# The lines of the chart; the table has all.
DRAWN = {
    "public.event": "event page",
    "POST of a booking": "POST of a booking",
    "scan, one a request": "scan",
    "contact of a phone": "contact of a phone",
    "organiser.overview": "overview",
    "organiser.bookings": "list of bookings",
    "search: name": "search for a name",
}

TITLE = "What pages and scans cost by the number of tickets"
DESCRIPTION = (
    "Milliseconds of CPU for SQLite and PostgreSQL with a thousand to a million tickets. "
    "Lines that do not rise cost the same whatever the crowd; docs/benchmarks.md has the figures."
)

Costs = dict[str, list[float]]


def measure_growth(settings: Settings) -> str:
    """Return the table of what everything costs by size; writes the chart with WRITE=1."""
    sizes = [*(Size(each) for each in settings.sizes), Size(settings.sizes[0], OTHERS)]
    costs = {database: _measure(database, sizes, settings) for database in settings.databases}
    if settings.writes:
        CHART.write_text(_chart(settings.sizes, costs))
    return growth_table(sizes, costs)


def _measure(database: str, sizes: Sequence[Size], settings: Settings) -> Costs:
    tell(database)
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        _halls(database, sizes, Path(folder)) as halls,
    ):
        # What stands does not have to be looked through again and again.
        gc.collect()
        gc.freeze()
        chosen = {name: ask for name, ask in works().items() if settings.wants(name)}
        found = {name: _cost(name, ask, halls) for name, ask in chosen.items()}
        for hall in halls:
            hall.pages = pages(hall)
        names = [name for name in halls[0].pages if settings.wants(name)]
        found |= {name: _cost(name, partial(page, name), halls) for name in names}
        gc.unfreeze()
    return found


def _cost(name: str, ask: Ask, halls: Sequence[Hall]) -> list[float]:
    times: list[list[float]] = [[] for _ in halls]
    for _ in range(ROUNDS):
        for hall, taken in zip(halls, times, strict=True):
            taken.append(hall.cpu_of(partial(ask, hall)))
            if name.startswith("scan"):
                hall.open_doors()
    found = [middle(taken) for taken in times]
    tell(f"{name:32}" + "".join(f"{each:10.2f}" for each in found))
    return found


@contextmanager
def _halls(database: str, sizes: Sequence[Size], folder: Path) -> Iterator[list[Hall]]:
    halls: list[Hall] = []
    try:
        for number, size in enumerate(sizes):
            sqlite = f"sqlite:///{folder}/{number}.sqlite3"
            url = sqlite if database == "SQLite" else new_database()
            halls.append(open_hall(size, url, folder))
        yield halls
    finally:
        for hall in halls:
            close_hall(hall)


def growth_table(sizes: Sequence[Size], costs: dict[str, Costs]) -> str:
    """Write milliseconds by size, and how many times as much the largest and the others cost."""
    titles = [size.title for size in sizes]
    heads = ["work or page", "database", *titles, "largest / smallest", "others / alone"]
    lines = []
    for database, found in costs.items():
        for name, taken in found.items():
            ratios = taken[-2] / taken[0], taken[-1] / taken[0]
            lines.append([name, database, *map(figure, taken), *map(marked, ratios)])
    return markdown(heads, lines)


def marked(ratio: float) -> str:
    """Write a ratio, bold if it misses the aim."""
    return f"{ratio:.2f}" if ratio <= AIM else f"**{ratio:.2f}**"


def _chart(sizes: Sequence[int], costs: dict[str, Costs]) -> str:
    panels = []
    for database, found in costs.items():
        # The last of the costs is that of the variant with others.
        lines = [
            Line(title, list(zip(sizes, found[name][:-1], strict=True)))
            for name, title in DRAWN.items()
        ]
        panels.append(Panel(database, lines))
    return draw(TITLE, DESCRIPTION, panels)
