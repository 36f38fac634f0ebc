"""Questions about the second factors of an account."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ortenaudigital.accounts.factors.models import Authenticator, Passkey, RecoveryCode
from ortenaudigital.accounts.models import User
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


def login_state(user: User) -> str:
    """Return what is another one after a new password, or once a factor has come or gone.

    The use of a recovery code changes nothing of it.
    """
    app = select(Authenticator.setup_id).where(Authenticator.user_id == user.id)
    keys = select(Passkey.credential_id).where(Passkey.user_id == user.id)
    codes = select(RecoveryCode.code_hash).where(RecoveryCode.user_id == user.id)
    in_order = (app, keys.order_by(Passkey.id), codes.order_by(RecoveryCode.code_hash))
    found = [user.fs_uniquifier, *([*db.session.scalars(each)] for each in in_order)]
    return hashlib.sha256(repr(found).encode()).hexdigest()
