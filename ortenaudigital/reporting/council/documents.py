"""The report as a document: A4, tagged, its pictures described in words."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache

from flask import render_template

from ortenaudigital.adapters import pdf
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.clock import local
from ortenaudigital.kernel.clock import moment as moment_on
from ortenaudigital.reporting.charts.bars import Chart, chart_of_arrivals
from ortenaudigital.reporting.council.figures import Figures
from ortenaudigital.reporting.council.lines import Part
from ortenaudigital.reporting.council.rules import FEWEST


def charts_of(figures: Figures, zone: str) -> Iterator[tuple[date, Chart]]:
    """Draw when people came, for each day on which somebody did."""
    for each in figures.days:
        day = date.fromisoformat(each.date)
        points = [(local(moment_on(day, at, zone), zone), number) for at, number in each.arrivals]
        chart = chart_of_arrivals(points)
        if chart is not None:
            yield day, chart


def report_pdf(
    event: Event, figures: Figures, parts: list[Part], before: str | None, now: datetime
) -> bytes:
    """Make the report as one PDF/UA document; `before` names the edition that stands beside."""
    charts = list(charts_of(figures, event.timezone))
    pictures = {
        f"arrivals{place}": render_template("pdf/council/bars.svg", chart=chart).encode()
        for place, (_, chart) in enumerate(charts)
    }
    page = render_template(
        "pdf/council/report.html",
        event=event,
        parts=parts,
        before=before,
        charts=charts,
        fewest=FEWEST,
        now=now,
    )
    return pdf.render(page, _stylesheet(), pictures=pictures)


@cache
def _stylesheet() -> str:
    return render_template("pdf/council/report.css")
