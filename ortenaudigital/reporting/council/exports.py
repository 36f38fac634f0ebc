"""The report as a table for spreadsheets."""

from collections.abc import Sequence

from flask_babel import gettext

from ortenaudigital.adapters.tables import Column, Table
from ortenaudigital.events.models import Event
from ortenaudigital.reporting.council.lines import Part


def report_table(event: Event, parts: Sequence[Part], before: str | None) -> Table:
    """Say each figure in a row, with that of the edition before."""
    rows = [(part.title, line) for part in parts for line in part.lines]
    beside = Column(before, lambda row: row[1].before) if before else None
    return Table(
        f"bericht-{event.slug}",
        [
            Column(gettext("Abschnitt"), lambda row: row[0]),
            Column(gettext("Angabe"), lambda row: row[1].words + row[1].unit),
            Column(event.title, lambda row: row[1].number),
            *([beside] if beside else []),
        ],
        rows,
    )
