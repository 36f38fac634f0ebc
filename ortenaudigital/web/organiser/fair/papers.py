"""Documents for exhibitors: put them up as PDF or link, renew them, see who confirmed."""

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.fair.portal.papers.commands import PaperContent, put_up, renew, take_down
from ortenaudigital.fair.portal.papers.models import Paper
from ortenaudigital.fair.portal.papers.queries import (
    count_confirmed,
    get_paper,
    list_confirmations,
    list_papers,
)
from ortenaudigital.fair.portal.passes.queries import list_pass_counts
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.fair.forms import PaperForm
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import status_of, words_of
from ortenaudigital.web.shared.requests.sizes import PICTURE, takes


@organiser.get("/<slug>/dokumente")
@needs(Permission.FAIR_READ)
def papers() -> ResponseReturnValue:
    """List the documents, and how many exhibitors confirmed each."""
    return _list(PaperForm(formdata=None))


def _list(form: PaperForm, refusal: str | None = None) -> str:
    event = g.event
    return render_template(
        "organiser/fair/papers.html",
        event=event,
        papers=list_papers(event),
        confirmed=count_confirmed(event),
        accepted=len(list_pass_counts(event)),
        form=form,
        refusal=refusal,
    )


@organiser.post("/<slug>/dokumente")
@needs(Permission.FAIR_CHANGE)
@takes(PICTURE)
def put_paper_up() -> ResponseReturnValue:
    """Show exhibitors another document."""
    form = PaperForm()
    content = _content(form)
    if content is None:
        return _list(form), 422
    try:
        with transaction():
            put_up(g.event, content, utc_now(), actor())
    except DomainError as error:
        return _list(form, words_of(error)), status_of(error)
    flash(gettext("Die Aussteller sehen das Dokument jetzt in ihrem Portal."), "success")
    return redirect(url_for("organiser.papers", slug=g.event.slug), 303)


def _content(form: PaperForm) -> PaperContent | None:
    """Read what a document shall be; None if the form says what is wrong."""
    file = request.files.get("file")
    data = file.read() if file else b""
    if not form.validate():
        return None
    if bool(data) == bool(form.url.data):
        words = gettext("Bitte wählen Sie entweder eine PDF-Datei, oder geben Sie einen Link an.")
        form.url.errors = [*form.url.errors, words]
        return None
    url = "" if data else form.url.data
    return PaperContent(form.title.data, form.to_confirm.data, data or None, url)


@organiser.get("/<slug>/dokumente/<int:paper_id>")
@needs(Permission.FAIR_READ)
def one_paper(paper_id: int) -> ResponseReturnValue:
    """Show who confirmed a document, and take another version of it."""
    found = get_paper(g.event, paper_id)
    data = {"title": found.title, "url": found.url, "to_confirm": found.to_confirm}
    return _one(found, PaperForm(formdata=None, data=data))


def _one(found: Paper, form: PaperForm, refusal: str | None = None) -> str:
    return render_template(
        "organiser/fair/paper.html",
        event=g.event,
        paper=found,
        confirmations=list_confirmations(found),
        form=form,
        refusal=refusal,
    )


@organiser.post("/<slug>/dokumente/<int:paper_id>")
@needs(Permission.FAIR_CHANGE)
@takes(PICTURE)
def renew_paper(paper_id: int) -> ResponseReturnValue:
    """Show another version, which is confirmed anew."""
    found, form = get_paper(g.event, paper_id), PaperForm()
    content = _content(form)
    if content is None:
        return _one(found, form), 422
    try:
        with transaction():
            renew(found, content, utc_now(), actor())
    except DomainError as error:
        return _one(get_paper(g.event, paper_id), form, words_of(error)), status_of(error)
    flash(gettext("Die neue Fassung gilt. Sie wird neu bestätigt."), "success")
    return redirect(url_for("organiser.one_paper", slug=g.event.slug, paper_id=paper_id), 303)


@organiser.post("/<slug>/dokumente/<int:paper_id>/entfernen")
@needs(Permission.FAIR_CHANGE)
def take_paper_down(paper_id: int) -> ResponseReturnValue:
    """Show a document no more."""
    with transaction():
        take_down(get_paper(g.event, paper_id), utc_now(), actor())
    flash(gettext("Das Dokument ist entfernt."), "success")
    return redirect(url_for("organiser.papers", slug=g.event.slug), 303)


@organiser.get("/<slug>/dokumente/<int:paper_id>/datei")
@needs(Permission.FAIR_READ)
def paper_file(paper_id: int) -> ResponseReturnValue:
    """Hand out the file of a document, or lead to where it is."""
    found = get_paper(g.event, paper_id)
    if found.content is None:
        return redirect(found.url)
    headers = {"Content-Disposition": f'inline; filename="dokument-{found.id}.pdf"'}
    return Response(found.content, mimetype="application/pdf", headers=headers)
