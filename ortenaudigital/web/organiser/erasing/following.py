"""All requests to erase events: how far they are, and what is left of what is gone."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.jobs.queries import list_jobs
from ortenaudigital.privacy.whole_event.commands import JOB
from ortenaudigital.privacy.whole_event.errors import UnknownErasure
from ortenaudigital.privacy.whole_event.models import EventErasure
from ortenaudigital.privacy.whole_event.queries import get_erasure, list_erasures
from ortenaudigital.reporting.council.figures import Figures
from ortenaudigital.reporting.council.lines import parts_of
from ortenaudigital.reporting.council.queries import find_kept
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.guards import needs
from ortenaudigital.web.shared.language import current_language

MOST = 100


@organiser.get("/loeschungen")
@needs(Permission.EVENT_ERASE)
def erasures() -> ResponseReturnValue:
    """List what was to be erased, and what was."""
    reach = current_user.reach_of(Permission.EVENT_ERASE)
    found = list_erasures(reach, current_user.id, MOST)
    return render_template("organiser/erasing/list.html", event=None, erasures=found)


@organiser.get("/loeschungen/<int:erasure_id>")
@needs(Permission.EVENT_ERASE)
def erasure(erasure_id: int) -> ResponseReturnValue:
    """Show one: who asked and decided, how far it is, and the report that stayed."""
    found = get_erasure(erasure_id)
    if not _is_theirs(found):
        raise UnknownErasure()
    report = find_kept(found.id)
    figures = Figures.model_validate(report.figures) if report else None
    return render_template(
        "organiser/erasing/erasure.html",
        event=None,
        erasure=found,
        jobs=list_jobs(found.subject, JOB),
        report=report,
        parts=parts_of(figures, None, current_language()) if figures else [],
    )


def _is_theirs(erasure: EventErasure) -> bool:
    """Say whether somebody may look at it: an owner of the event, or who asked or decided."""
    reach = current_user.reach_of(Permission.EVENT_ERASE)
    own = current_user.id in (erasure.asked_by_id, erasure.decided_by_id)
    return own or reach is None or erasure.event_id in reach
