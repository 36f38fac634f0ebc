"""Where anybody reports a fault or a barrier of a page, without an account."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import find_event
from ortenaudigital.feedback.commands import report
from ortenaudigital.feedback.rules import KEEP_ANSWERED
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import spend
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.limits.rules import REPORTS
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.public.feedback_form import FeedbackForm
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.access.limits import by_network
from ortenaudigital.web.shared.answers.refusals import retry_after, words_of
from ortenaudigital.web.shared.own_pages import read_page


@public.get("/fehler-melden")
@access(Access.PUBLIC)
def feedback() -> ResponseReturnValue:
    """Show the form; the address of the page it was opened from stands in it already."""
    form = FeedbackForm()
    page = read_page(request.args.get("seite", "/"))
    form.page.data = page.path if page else ""
    form.about.data = request.args.get("zu", "")
    return _show(form)


@public.post("/fehler-melden")
@access(Access.PUBLIC)
def report_page() -> ResponseReturnValue:
    """Take the report, and say thank you."""
    form = FeedbackForm()
    if not form.validate():
        return _show(form), 422
    if not form.is_by_a_program:
        try:
            spend(by_network(REPORTS), utc_now())
        except TooMany as refusal:
            return _show(form, words_of(refusal)), 429, retry_after(refusal)
        with transaction():
            report(form.message_of(), _event_of(form), utc_now())
    return redirect(url_for("public.feedback_thanks"), 303)


@public.get("/fehler-melden/danke")
@access(Access.PUBLIC)
def feedback_thanks() -> ResponseReturnValue:
    """Say that the report has arrived, and what becomes of it."""
    return render_template("public/feedback/thanks.html")


def _event_of(form: FeedbackForm) -> Event | None:
    page = read_page(form.page.data or "")
    slug = (page and page.slug) or form.about.data
    event = find_event(slug) if slug else None
    return None if event is None or event.is_draft else event


def _show(form: FeedbackForm, refusal: str | None = None) -> str:
    return render_template(
        "public/feedback/form.html", form=form, refusal=refusal, days=KEEP_ANSWERED.days
    )
