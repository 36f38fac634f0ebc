"""Questions about documents."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, func, select

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.portal.papers.errors import UnknownPaper
from ortenaudigital.fair.portal.papers.models import Paper, PaperConfirmation
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.text import sort_key


def list_papers(event: Event) -> Sequence[Paper]:
    """List the documents that exhibitors see, in the order in which they came."""
    query = select(Paper).where(Paper.event_id == event.id, Paper.withdrawn_at.is_(None))
    return db.session.scalars(query.order_by(Paper.id)).all()


def get_paper(event: Event, paper_id: int) -> Paper:
    """Return a document of an event. Raises UnknownPaper."""
    paper = db.session.get(Paper, paper_id)
    if paper is None or paper.event_id != event.id or paper.withdrawn_at is not None:
        raise UnknownPaper()
    return paper


@dataclass(frozen=True)
class PaperForExhibitor:
    """A document, and the confirmation of its version of now, if there is one."""

    paper: Paper
    confirmation: PaperConfirmation | None

    @property
    def is_open(self) -> bool:
        """Say whether it is still to be confirmed."""
        return self.paper.to_confirm and self.confirmation is None


def papers_for(exhibitor: Exhibitor) -> list[PaperForExhibitor]:
    """List the documents for an exhibitor, with what of them is confirmed."""
    query = select(PaperConfirmation).where(PaperConfirmation.exhibitor_id == exhibitor.id)
    given = {(each.paper_id, each.version): each for each in db.session.scalars(query)}
    return [
        PaperForExhibitor(each, given.get((each.id, each.version)))
        for each in list_papers(exhibitor.event)
    ]


def count_confirmed(event: Event) -> dict[int, int]:
    """Count by the id of a document how many accepted exhibitors confirmed its version of now."""
    query = (
        select(Paper.id, func.count())
        .join(PaperConfirmation, PaperConfirmation.paper_id == Paper.id)
        .join(Exhibitor, Exhibitor.id == PaperConfirmation.exhibitor_id)
        .where(Paper.event_id == event.id, PaperConfirmation.version == Paper.version)
        .where(Exhibitor.state == State.ACCEPTED)
        .group_by(Paper.id)
    )
    return dict(db.session.execute(query).all())


def list_confirmations(paper: Paper) -> list[Row[str, PaperConfirmation | None]]:
    """List by name the accepted exhibitors, each with who confirmed the version of now."""
    query = (
        select(Exhibitor.name, PaperConfirmation)
        .outerjoin(
            PaperConfirmation,
            (PaperConfirmation.exhibitor_id == Exhibitor.id)
            & (PaperConfirmation.paper_id == paper.id)
            & (PaperConfirmation.version == paper.version),
        )
        .where(Exhibitor.event_id == paper.event_id, Exhibitor.state == State.ACCEPTED)
    )
    return sorted(db.session.execute(query).all(), key=lambda row: sort_key(row[0]))
