"""Questions about the second factors of an account."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ortenaudigital.accounts.factors.models import Authenticator, RecoveryCode
from ortenaudigital.kernel.db import db


@dataclass(frozen=True)
class Factors:
    """What an account has: since when an app, and how many codes are left of how many."""

    app_since: datetime | None
    codes_left: int
    codes_drawn: int

    @property
    def some(self) -> bool:
        """Say whether a login takes a second step."""
        return self.app_since is not None


def get_factors(user_id: int) -> Factors:
    """Return what an account has."""
    app = db.session.get(Authenticator, user_id)
    drawn = select(func.count(RecoveryCode.code_hash)).where(RecoveryCode.user_id == user_id)
    return Factors(
        app_since=app.added_at if app else None,
        codes_left=db.session.scalar(drawn.where(RecoveryCode.used_at.is_(None))) or 0,
        codes_drawn=db.session.scalar(drawn) or 0,
    )
