"""Measure what the product does for people and phones, over HTTP: the one table of `make bench`."""

from collections.abc import Iterator
from dataclasses import replace

from tests.benchmarks.frame.settings import ROOT, Settings
from tests.benchmarks.frame.sites import Site, measure_in_process, serve
from tests.benchmarks.frame.table import Row, against_noop, row_of, table
from tests.benchmarks.frame.told import tell
from tests.benchmarks.frame.works import chosen, clients_of, measure, warm_up
from tests.benchmarks.load import Result
from tests.benchmarks.machine import raw_commits

# What is told of what it is made, and the work that has to be wanted for it.
LAYERS = {"scans": "scan, one a request", "bookings": "POST of a booking"}


def measure_served(settings: Settings) -> str:
    """Measure all works on all databases with all numbers of clients; return the table."""
    rows: list[Row] = []
    for database in settings.databases:
        with serve(ROOT, database, settings.size) as site:
            before = raw_commits(site.url)
            measured = list(_rows(site, settings))
            commits = (before + raw_commits(site.url)) / 2
        measured += _rows_in_process(database, settings)
        rows += [replace(row, commits=commits) for row in against_noop(measured)]
    return table(rows)


def _rows_in_process(database: str, settings: Settings) -> Iterator[Row]:
    layers = [name for name, work in LAYERS.items() if settings.wants(work)]
    found = measure_in_process(ROOT, database, settings.works, layers=layers)
    for name, taken in found.items():
        result = Result(taken["wall"], sum(taken["wall"]), [], taken["units"])
        row = row_of(name, database, None, result, sum(taken["cpu"]))
        tell(" ".join(row.cells))
        yield row


def _rows(site: Site, settings: Settings) -> Iterator[Row]:
    for work in chosen(settings):
        warm_up(work, site)
        for clients in clients_of(work, settings):
            result, cpu = measure(work, site, clients, settings.duration)
            row = row_of(work.name, site.database, clients, result, cpu)
            row = replace(row, memory=site.memory())
            tell(" ".join(row.cells))
            yield row
