"""The report for the council: as a page, a document and a table; and to keep it."""

from dataclasses import dataclass

from flask import Response, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.reporting.council.commands import save_report
from ortenaudigital.reporting.council.documents import charts_of, report_pdf
from ortenaudigital.reporting.council.exports import report_table
from ortenaudigital.reporting.council.figures import Figures
from ortenaudigital.reporting.council.lines import Part, parts_of
from ortenaudigital.reporting.council.queries import find_saved, shown_figures
from ortenaudigital.reporting.council.rules import FEWEST
from ortenaudigital.reporting.editions.queries import list_earlier
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.tables import table_answer
from ortenaudigital.web.shared.language import current_language


@dataclass(frozen=True)
class _Report:
    """What is reported, and how the edition that stands beside it is called."""

    figures: Figures
    parts: list[Part]
    before: str | None


@organiser.get("/<slug>/bericht")
@needs(Permission.EVENT_READ)
def council_report() -> ResponseReturnValue:
    """Show what came of an event, beside its last edition."""
    event = g.event
    report = _report(event)
    return render_template(
        "organiser/event/council_report.html",
        event=event,
        report=report,
        charts=list(charts_of(report.figures, event.timezone)),
        saved=find_saved(event.id),
        fewest=FEWEST,
        running=utc_now() < event.last_day.closes_at,
    )


@organiser.get("/<slug>/bericht.pdf")
@needs(Permission.EVENT_READ)
def council_document() -> ResponseReturnValue:
    """Hand out the report as a document of A4."""
    event = g.event
    report = _report(event)
    data = report_pdf(event, report.figures, report.parts, report.before, utc_now())
    headers = {"Content-Disposition": f'inline; filename="bericht-{event.slug}.pdf"'}
    return Response(data, mimetype="application/pdf", headers=headers)


@organiser.get("/<slug>/bericht/tabelle.<kind>")
@needs(Permission.EVENT_READ)
def council_table(kind: str) -> ResponseReturnValue:
    """Hand out the figures of the report for spreadsheets."""
    report = _report(g.event)
    return table_answer(report_table(g.event, report.parts, report.before), kind)


@organiser.post("/<slug>/bericht")
@needs(Permission.EVENT_CHANGE)
def keep_report() -> ResponseReturnValue:
    """Keep the figures as they are now."""
    with transaction():
        save_report(g.event, utc_now(), actor())
    flash(gettext("Der Bericht ist gesichert. Er bleibt, wenn die Namen gelöscht sind."), "success")
    return redirect(url_for("organiser.council_report", slug=g.event.slug), 303)


def _report(event: Event) -> _Report:
    figures, earlier = shown_figures(event), list_earlier(event, utc_now())[:1]
    before = shown_figures(get_event(earlier[0].slug)) if earlier else None
    parts = parts_of(figures, before, current_language())
    return _Report(figures, parts, earlier[0].name if earlier else None)
