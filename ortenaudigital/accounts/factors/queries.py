"""Questions about the second factors of an account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ortenaudigital.accounts.factors.models import Authenticator, Passkey, RecoveryCode
from ortenaudigital.kernel.db import db


@dataclass(frozen=True)
class Factors:
    """What an account has: an app since when, which passkeys, how many codes of how many."""

    app_since: datetime | None
    passkeys: Sequence[Passkey]
    codes_left: int
    codes_drawn: int

    @property
    def some(self) -> bool:
        """Say whether a login takes a second step."""
        return self.app_since is not None or bool(self.passkeys)


def get_factors(user_id: int) -> Factors:
    """Return what an account has."""
    app = db.session.get(Authenticator, user_id)
    keys = select(Passkey).where(Passkey.user_id == user_id)
    drawn = select(func.count(RecoveryCode.code_hash)).where(RecoveryCode.user_id == user_id)
    return Factors(
        app_since=app.added_at if app else None,
        passkeys=db.session.scalars(keys.order_by(Passkey.id)).all(),
        codes_left=db.session.scalar(drawn.where(RecoveryCode.used_at.is_(None))) or 0,
        codes_drawn=db.session.scalar(drawn) or 0,
    )
