"""What follows when the second factors of an account change, inside the caller's transaction."""

from datetime import datetime

from ortenaudigital.accounts.factors.queries import get_factors
from ortenaudigital.accounts.factors.recovery import draw_codes, forget_codes
from ortenaudigital.accounts.letters import FACTORS_CHANGED
from ortenaudigital.accounts.models import User
from ortenaudigital.accounts.own import tell
from ortenaudigital.accounts.sessions import end_sessions, mark_session
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import lock


def factor_added(user: User, action: str, own: bytes, now: datetime) -> list[str]:
    """Return the codes to be shown, which come with the first factor; note and tell it."""
    db.session.flush()
    codes = [] if get_factors(user.id).codes_left else draw_codes(user.id)
    _note(user, action, own, now)
    return codes


def factor_removed(user: User, action: str, own: bytes, now: datetime) -> None:
    """Forget the codes with the last factor; note and tell it."""
    db.session.flush()
    if not get_factors(user.id).some:
        forget_codes(user.id)
    _note(user, action, own, now)


def _note(user: User, action: str, own: bytes, now: datetime) -> None:
    # What was logged in by less than is asked for from now on is not any more.
    end_sessions(user.id, but=own)
    mark_session(own, get_factors(user.id).some)
    tell(user, FACTORS_CHANGED, action, now)


def renew_codes(user_id: int, own: bytes, now: datetime) -> list[str]:
    """Draw codes in place of the old ones; none without a factor that they stand in for."""
    user = lock(db.session.get_one(User, user_id))
    if not get_factors(user.id).some:
        return []
    codes = draw_codes(user.id)
    _note(user, "accounts.codes_drawn", own, now)
    return codes
