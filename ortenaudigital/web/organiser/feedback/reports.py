"""Reports about pages: which wait for an answer, and how others were answered."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import Length

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.feedback.commands import answer
from ortenaudigital.feedback.errors import AnsweredAlready
from ortenaudigital.feedback.models import Report
from ortenaudigital.feedback.queries import count_open, get_report, list_reports
from ortenaudigital.feedback.rules import MOST_NOTE
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.paging import Place
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.forms import Form, many_lines
from ortenaudigital.web.shared.requests.values import whole_number


class AnswerForm(Form):
    """How a report was answered."""

    note = TextAreaField(
        _l("Vermerk"),
        [Length(max=MOST_NOTE, message=_l("Bitte schreiben Sie höchstens 2.000 Zeichen."))],
        filters=[many_lines],
    )


@organiser.get("/meldungen")
@needs(Permission.FEEDBACK_READ)
def reports() -> ResponseReturnValue:
    """List what waits for an answer, or what has one."""
    is_answered = request.args.get("status") == "answered"
    reach = current_user.reach_of(Permission.FEEDBACK_READ)
    after, before = (request.args.get(name, None, whole_number) for name in ("nach", "vor"))
    place = Place([after] if after else None, [before] if before else None)
    return render_template(
        "organiser/feedback/reports.html",
        event=None,
        found=list_reports(reach, is_answered, place),
        is_answered=is_answered,
        waiting=count_open(reach),
    )


def _report(report_id: int, permission: Permission) -> Report:
    return get_report(report_id, current_user.reach_of(permission))


@organiser.get("/meldungen/<int:report_id>")
@needs(Permission.FEEDBACK_READ)
def report(report_id: int) -> ResponseReturnValue:
    """Show one report, and how it was answered."""
    return _show(_report(report_id, Permission.FEEDBACK_READ), AnswerForm())


@organiser.post("/meldungen/<int:report_id>/beantwortet")
@needs(Permission.FEEDBACK_ANSWER)
def answer_report(report_id: int) -> ResponseReturnValue:
    """Note that a report is answered."""
    form, found = AnswerForm(), _report(report_id, Permission.FEEDBACK_ANSWER)
    if not form.validate():
        return _show(found, form), 422
    try:
        with transaction():
            answer(found, form.note.data or "", utc_now(), actor())
    except AnsweredAlready as error:
        return _show(_report(report_id, Permission.FEEDBACK_READ), form, words_of(error)), 409
    flash(gettext("Die Meldung ist erledigt."), "success")
    return redirect(url_for("organiser.reports"), 303)


def _show(report: Report, form: FlaskForm, refusal: str | None = None) -> str:
    return render_template(
        "organiser/feedback/report.html", event=None, report=report, form=form, refusal=refusal
    )
