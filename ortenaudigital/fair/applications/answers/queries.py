"""Questions about what exhibitors answered."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from ortenaudigital.bookings.questions.queries import Answered
from ortenaudigital.fair.applications.answers.models import ExhibitorAnswer
from ortenaudigital.kernel.db import db


def list_exhibitor_answers(exhibitor_id: UUID) -> Sequence[Answered]:
    """List the answers of an exhibitor in the order of their questions."""
    query = select(ExhibitorAnswer).where(ExhibitorAnswer.exhibitor_id == exhibitor_id)
    rows = db.session.scalars(query.order_by(ExhibitorAnswer.position, ExhibitorAnswer.key))
    return [Answered(row.title, row.kind, row.options, row.given) for row in rows]
