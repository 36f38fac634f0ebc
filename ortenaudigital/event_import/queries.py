"""Questions of the import."""

from sqlalchemy import select

from ortenaudigital.db import db
from ortenaudigital.outbox.models import Letter, LetterState


def is_waiting(kind: str) -> bool:
    """Say whether a letter of a kind still waits to be sent."""
    query = select(Letter.id).where(Letter.kind == kind, Letter.state == LetterState.WAITING)
    return db.session.scalar(query.limit(1)) is not None
