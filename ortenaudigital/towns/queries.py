"""Questions about towns."""

from collections.abc import Sequence

from sqlalchemy import select

from ortenaudigital.kernel.db import db
from ortenaudigital.towns.models import Town


def list_towns() -> Sequence[Town]:
    """List all towns by name."""
    return db.session.scalars(select(Town).order_by(Town.short_name, Town.id)).all()


def find_town(slug: str) -> Town | None:
    """Find a town by its name in files."""
    return db.session.scalar(select(Town).where(Town.slug == slug))


def find_operator() -> Town | None:
    """Find the town that runs these pages."""
    return db.session.scalar(select(Town).where(Town.is_operator))
