"""Take all second factors of somebody who lost them; inside the caller's transaction."""

from datetime import datetime

from sqlalchemy import delete

from ortenaudigital.accounts.factors.models import Authenticator, Passkey
from ortenaudigital.accounts.factors.recovery import forget_codes
from ortenaudigital.accounts.letters import FACTORS_CHANGED, LABEL
from ortenaudigital.accounts.models import User
from ortenaudigital.accounts.own import subject_of
from ortenaudigital.accounts.sessions import end_sessions
from ortenaudigital.audit.commands import record
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import lock
from ortenaudigital.outbox.commands import About, enqueue


def reset_factors(user_id: int, actor: str, now: datetime) -> None:
    """Take app, passkeys and codes, end all logins, and write to the owner."""
    user = lock(db.session.get_one(User, user_id))
    db.session.execute(delete(Authenticator).where(Authenticator.user_id == user_id))
    db.session.execute(delete(Passkey).where(Passkey.user_id == user_id))
    forget_codes(user_id)
    end_sessions(user_id)
    record("accounts.factors_reset", subject_of(user), actor, now)
    enqueue(FACTORS_CHANGED, About(user_id, LABEL), now)
