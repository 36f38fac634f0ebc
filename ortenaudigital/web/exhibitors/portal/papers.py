"""Documents of the organisers: read them, and confirm it."""

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ortenaudigital.fair.portal.papers.commands import confirm_paper
from ortenaudigital.fair.portal.papers.queries import get_paper, papers_for
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.web.exhibitors.blueprint import exhibitors
from ortenaudigital.web.exhibitors.portal.answers import back_to
from ortenaudigital.web.exhibitors.portal.visitors import Visitor, changing, visitor_of
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.notices import Notice, read_notice
from ortenaudigital.web.shared.answers.refusals import status_of, words_of
from ortenaudigital.web.shared.requests.values import whole_number


@exhibitors.get("/aussteller/<key>/dokumente")
@access(Access.SECRET_LINK)
def papers(key: str) -> ResponseReturnValue:
    """List the documents, and which of them are to be confirmed."""
    return _show(visitor_of(key))


@exhibitors.get("/aussteller/<key>/dokumente/<int:paper_id>")
@access(Access.SECRET_LINK)
def paper(key: str, paper_id: int) -> ResponseReturnValue:
    """Hand out a document, or lead to where it is."""
    found = get_paper(visitor_of(key).event, paper_id)
    if found.content is None:
        return redirect(found.url)
    headers = {"Content-Disposition": f'inline; filename="dokument-{found.id}.pdf"'}
    return Response(found.content, mimetype="application/pdf", headers=headers)


@exhibitors.post("/aussteller/<key>/dokumente/<int:paper_id>")
@access(Access.SECRET_LINK)
def confirm_reading(key: str, paper_id: int) -> ResponseReturnValue:
    """Note that the version that was shown is read and confirmed."""
    visitor = changing(key)
    version = request.form.get("version", 0, whole_number)
    try:
        with transaction():
            found = get_paper(visitor.event, paper_id)
            confirm_paper(visitor.exhibitor, found, version, utc_now(), visitor.actor)
    except DomainError as error:
        return _show(visitor, words_of(error)), status_of(error)
    return back_to("papers", key, Notice.PAPER_CONFIRMED)


def _show(visitor: Visitor, refusal: str | None = None) -> str:
    return render_template(
        "exhibitors/portal/papers.html",
        key=visitor.key,
        event=visitor.event,
        papers=papers_for(visitor.exhibitor),
        refusal=refusal,
        notice=read_notice([Notice.PAPER_CONFIRMED]),
    )
