"""What can be done to towns, inside one transaction of the caller."""

from sqlalchemy import update

from ortenaudigital.kernel.db import db
from ortenaudigital.towns.models import Town


def hand_over(town: Town) -> None:
    """Let a town run these pages, and no other any more."""
    # First the others: at no moment two may do so.
    db.session.execute(update(Town).where(Town.is_operator).values(is_operator=False))
    town.is_operator = True
    db.session.flush()
