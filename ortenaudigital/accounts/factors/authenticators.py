"""Authenticator apps: set one up, log in by its codes, take it off; in the caller's transaction."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from ortenaudigital.accounts.errors import AppThere, WrongCode
from ortenaudigital.accounts.factors.changes import factor_added, factor_removed
from ortenaudigital.accounts.factors.keys import app_secret
from ortenaudigital.accounts.factors.models import Authenticator
from ortenaudigital.accounts.models import User
from ortenaudigital.adapters.one_time_codes import find_step
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import lock, row_count


def add_app(user_id: int, setup_id: UUID, code: str, own: bytes, now: datetime) -> list[str]:
    """Take an app that has shown its first code; return recovery codes, if new ones came with it.

    `own`: the browser that stays logged in. The caller has asked for the password. Raises AppThere,
    WrongCode.
    """
    user = lock(db.session.get_one(User, user_id))
    # First, since no code is right for a set-up that nobody needs.
    if db.session.get(Authenticator, user_id, populate_existing=True) is not None:
        raise AppThere()
    step = find_step(app_secret(setup_id), code, now)
    if step is None:
        raise WrongCode()
    db.session.add(Authenticator(user_id=user_id, setup_id=setup_id, added_at=now, last_step=step))
    return factor_added(user, "accounts.app_added", own, now)


def use_app_code(user_id: int, code: str, now: datetime) -> None:
    """Let a code of the app pass, once. Raises WrongCode."""
    app = db.session.get(Authenticator, user_id)
    if app is None:
        raise WrongCode()
    step = find_step(app_secret(app.setup_id), code, now)
    if step is None:
        raise WrongCode()
    # Of two who send the same code at once, the second finds the step used; and whose app was
    # replaced since, finds another set-up.
    newer = update(Authenticator).where(
        Authenticator.user_id == user_id,
        Authenticator.setup_id == app.setup_id,
        Authenticator.last_step < step,
    )
    if row_count(db.session.execute(newer.values(last_step=step))) != 1:
        raise WrongCode()


def remove_app(user_id: int, own: bytes, now: datetime) -> bool:
    """Take the app off; say whether there was one. The caller has asked for the password."""
    user = lock(db.session.get_one(User, user_id))
    app = db.session.get(Authenticator, user_id, populate_existing=True)
    if app is None:
        return False
    db.session.delete(app)
    factor_removed(user, "accounts.app_removed", own, now)
    return True
