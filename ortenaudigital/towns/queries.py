"""Questions about towns."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.questions import ask
from ortenaudigital.towns.models import Town


def list_towns() -> Sequence[Town]:
    """List all towns by name."""
    return db.session.scalars(select(Town).order_by(Town.short_name, Town.id)).all()


def find_town(slug: str) -> Town | None:
    """Find a town by its name in files."""
    return db.session.scalar(select(Town).where(Town.slug == slug))


@dataclass(frozen=True)
class House:
    """What every page says of who runs it: where to write to, and the names of the towns."""

    email: str = ""
    towns: tuple[str, ...] = ()


_ON_EVERY_PAGE = select(Town.short_name, Town.email, Town.is_operator).order_by(
    Town.short_name, Town.id
)


def get_house() -> House:
    """Return who stands on every page."""
    rows = ask(_ON_EVERY_PAGE, {})
    email = next((row.email for row in rows if row.is_operator), "")
    return House(email, tuple(row.short_name for row in rows))


def find_operator() -> Town | None:
    """Find the town that runs these pages."""
    return db.session.scalar(select(Town).where(Town.is_operator))
