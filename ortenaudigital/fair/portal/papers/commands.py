"""Put documents up, change them, take them down, confirm them: in a transaction of the caller."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ortenaudigital.audit.commands import record
from ortenaudigital.audit.rules import from_to
from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.commands import lock_exhibitor
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.portal.papers.errors import NotAPdf, PaperChanged, UnknownPaper
from ortenaudigital.fair.portal.papers.models import Paper, PaperConfirmation
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import find_and_lock, insert_if_absent


@dataclass(frozen=True)
class PaperContent:
    """What a document is: the bytes of a PDF, or an address."""

    title: str
    to_confirm: bool
    content: bytes | None = None
    url: str = ""


def put_up(event: Event, given: PaperContent, now: datetime, actor: str) -> Paper:
    """Show exhibitors a document. Raises NotAPdf."""
    _check(given)
    paper = Paper(event_id=event.id, changed_at=now, version=1)
    _fill(paper, given)
    db.session.add(paper)
    db.session.flush()
    record("stands.paper_put_up", f"event:{event.id}", actor, now, title=given.title)
    return paper


def renew(paper: Paper, given: PaperContent, now: datetime, actor: str) -> None:
    """Show another version, which is confirmed anew. Raises NotAPdf or UnknownPaper."""
    _check(given)
    _lock(paper)
    was = _said(paper)
    _fill(paper, given)
    paper.version += 1
    paper.changed_at = now
    details = {"title": given.title, **from_to(was, _said(paper))}
    record("stands.paper_renewed", f"event:{paper.event_id}", actor, now, **details)


def take_down(paper: Paper, now: datetime, actor: str) -> None:
    """Show a document no more; who confirmed it stays known."""
    _lock(paper)
    paper.withdrawn_at = now
    record("stands.paper_taken_down", f"event:{paper.event_id}", actor, now, title=paper.title)


def confirm_paper(
    exhibitor: Exhibitor, paper: Paper, version: int, now: datetime, actor: str
) -> bool:
    """Note that somebody confirms the version that they were shown; say whether it is new.

    Raises PaperChanged, UnknownPaper or ExhibitorErased.
    """
    # Whoever puts up another version waits for us, or we see it.
    _lock(paper)
    lock_exhibitor(exhibitor, now)
    if paper.version != version:
        raise PaperChanged()
    values = {"paper_id": paper.id, "exhibitor_id": exhibitor.id, "version": version}
    new = insert_if_absent(PaperConfirmation, values | {"confirmed_by": actor, "confirmed_at": now})
    if new:
        record(
            "stands.paper_confirmed",
            exhibitor.id,
            actor,
            now,
            event_id=exhibitor.event_id,
            title=paper.title,
        )
    return new


def _lock(paper: Paper) -> None:
    if find_and_lock(Paper, paper.id) is None or paper.withdrawn_at is not None:
        raise UnknownPaper()


def _said(paper: Paper) -> dict[str, Any]:
    return {"title": paper.title, "version": paper.version, "to_confirm": paper.to_confirm}


def _check(given: PaperContent) -> None:
    if given.content is not None and not given.content.startswith(b"%PDF-"):
        raise NotAPdf()


def _fill(paper: Paper, given: PaperContent) -> None:
    paper.title, paper.to_confirm = given.title, given.to_confirm
    paper.content, paper.url = given.content, given.url
