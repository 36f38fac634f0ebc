"""The browsers that are logged in to accounts: where they are noted, and how they end."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from ortenaudigital.accounts.models import LoginSession
from ortenaudigital.accounts.rules import REMEMBERED_LONGEST, has_ended
from ortenaudigital.kernel.codes import random_token
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import row_count

SEEN_EVERY = timedelta(minutes=1)


def session_key(token: str) -> bytes:
    """Return how the database names the browser that shows a token: 32 bytes."""
    return hashlib.sha256(token.encode()).digest()


@dataclass(frozen=True)
class Opening:
    """How a browser was logged in: for long, by more than a password, and which one it is."""

    remembered: bool = False
    by_second_factor: bool = False
    device: str = ""


def open_session(user_id: int, how: Opening, now: datetime) -> str:
    """Note that a browser is logged in; return the token that it shows from now on."""
    longest = delete(LoginSession).where(LoginSession.started_at < now - REMEMBERED_LONGEST)
    db.session.execute(longest)
    token = random_token()
    session = LoginSession(
        token_hash=session_key(token),
        user_id=user_id,
        remembered=how.remembered,
        by_second_factor=how.by_second_factor,
        device=how.device,
        started_at=now,
        seen_at=now,
    )
    db.session.add(session)
    return token


def is_open(token: str, user_id: int, now: datetime) -> bool:
    """Say whether a browser with this token is logged in to this account."""
    session = db.session.get(LoginSession, session_key(token))
    if session is None or session.user_id != user_id:
        return False
    return not has_ended(session.remembered, session.started_at, session.seen_at, now)


def is_by_second_factor(token: str) -> bool:
    """Say whether more than a password has logged a browser in."""
    session = db.session.get(LoginSession, session_key(token))
    return session is not None and session.by_second_factor


def mark_session(key: bytes, by_second_factor: bool) -> None:
    """Note that the account of a browser has a second factor from now on, or none any more."""
    one = update(LoginSession).where(LoginSession.token_hash == key)
    db.session.execute(one.values(by_second_factor=by_second_factor))


def wants_sign(token: str, now: datetime) -> bool:
    """Say whether it is worth noting that somebody is still there."""
    session = db.session.get(LoginSession, session_key(token))
    return session is not None and now - session.seen_at >= SEEN_EVERY


def give_sign(token: str, now: datetime) -> None:
    """Note that somebody is still there."""
    guarded = update(LoginSession).where(LoginSession.token_hash == session_key(token))
    db.session.execute(guarded.values(seen_at=now))


def end_session(token: str) -> None:
    """Log a browser out for good: whoever has copied its cookie is logged out as well."""
    db.session.execute(delete(LoginSession).where(LoginSession.token_hash == session_key(token)))


def end_sessions(user_id: int, but: bytes | None = None) -> int:
    """Log an account out everywhere, but in one browser; return in how many it was logged in."""
    theirs = delete(LoginSession).where(LoginSession.user_id == user_id)
    if but is not None:
        theirs = theirs.where(LoginSession.token_hash != but)
    return row_count(db.session.execute(theirs))


def end_one_session(user_id: int, key: bytes) -> bool:
    """Log an account out in one browser; say whether it was logged in there."""
    one = delete(LoginSession).where(
        LoginSession.token_hash == key, LoginSession.user_id == user_id
    )
    return row_count(db.session.execute(one)) == 1


def list_sessions(user_id: int, now: datetime) -> Sequence[LoginSession]:
    """List where an account is logged in, the latest seen first."""
    theirs = select(LoginSession).where(LoginSession.user_id == user_id)
    found = db.session.scalars(theirs.order_by(LoginSession.seen_at.desc())).all()
    return [
        each for each in found if not has_ended(each.remembered, each.started_at, each.seen_at, now)
    ]
