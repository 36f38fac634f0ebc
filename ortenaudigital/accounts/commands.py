"""What can be done with accounts, and with the browsers that are logged in to them."""

import hashlib
from datetime import datetime, timedelta
from uuid import uuid4

from flask import current_app
from flask_security import RoleMixin, SQLAlchemyUserDatastore, hash_password
from sqlalchemy import delete, select, update

from ortenaudigital.accounts.errors import WeakPassword
from ortenaudigital.accounts.models import LoginSession, Membership, User
from ortenaudigital.accounts.permissions import Role
from ortenaudigital.accounts.rules import REMEMBERED_LONGEST, has_ended
from ortenaudigital.kernel.codes import random_token
from ortenaudigital.kernel.db import db

# Roles are not what the login library calls so; it is given none.
datastore = SQLAlchemyUserDatastore(db, User, RoleMixin)
# The library that guesses looks at no more of it.
MOST_GUESSED = 72
SEEN_EVERY = timedelta(minutes=1)


def create_user(email: str, name: str, password: str) -> User:
    """Create an account, or give the one with this address a new password.

    A new one may do nothing before it has a role; see `assign_role`.
    """
    address = email.strip().lower()
    user = db.session.scalar(select(User).where(User.email == address))
    if user is None:
        user = User(email=address)
        db.session.add(user)
    user.name = name
    user.password = hash_password(_normalised(password))
    # A new one ends every session that was opened with the old password.
    user.fs_uniquifier = uuid4().hex
    db.session.flush()
    db.session.execute(delete(LoginSession).where(LoginSession.user_id == user.id))
    return user


def assign_role(user_id: int, role: Role, event_id: int | None = None) -> None:
    """Give somebody a role at an event or in the whole house, in place of the one they had."""
    # Their row first, so that two commands at once make one membership.
    user = db.session.scalars(select(User).where(User.id == user_id).with_for_update()).one()
    known = select(Membership).where(Membership.user_id == user_id, Membership.event_id == event_id)
    membership = db.session.scalar(known)
    if membership is None:
        db.session.add(Membership(user_id=user_id, event_id=event_id, role=role))
    else:
        membership.role = role
    db.session.flush()
    db.session.expire(user, ["memberships"])


def _normalised(password: str) -> str:
    # As the login does it: an umlaut is one sign or two, as the keyboard pleases.
    return str(current_app.extensions["security"]._password_util.normalize(password))


def check_password(password: str, email: str, name: str) -> None:
    """Look whether a password is long and hard to guess. Raises WeakPassword."""
    util = current_app.extensions["security"]._password_util
    part = _normalised(password)[:MOST_GUESSED]
    faults, _ = util.validate(part, True, email=email, name=name)
    if faults:
        raise WeakPassword([str(fault) for fault in faults])


def find_user_id(email: str) -> int | None:
    """Return the id of the account with this address, if there is one."""
    return db.session.scalar(select(User.id).where(User.email == email.strip().lower()))


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def open_session(user_id: int, remembered: bool, now: datetime) -> str:
    """Note that a browser is logged in; return the token that it shows from now on."""
    longest = delete(LoginSession).where(LoginSession.started_at < now - REMEMBERED_LONGEST)
    db.session.execute(longest)
    token = random_token()
    session = LoginSession(
        token_hash=_hash(token),
        user_id=user_id,
        remembered=remembered,
        started_at=now,
        seen_at=now,
    )
    db.session.add(session)
    return token


def is_open(token: str, user_id: int, now: datetime) -> bool:
    """Say whether a browser with this token is logged in to this account."""
    session = db.session.get(LoginSession, _hash(token))
    if session is None or session.user_id != user_id:
        return False
    return not has_ended(session.remembered, session.started_at, session.seen_at, now)


def wants_sign(token: str, now: datetime) -> bool:
    """Say whether it is worth noting that somebody is still there."""
    session = db.session.get(LoginSession, _hash(token))
    return session is not None and now - session.seen_at >= SEEN_EVERY


def give_sign(token: str, now: datetime) -> None:
    """Note that somebody is still there."""
    guarded = update(LoginSession).where(LoginSession.token_hash == _hash(token))
    db.session.execute(guarded.values(seen_at=now))


def end_session(token: str) -> None:
    """Log a browser out for good: whoever has copied its cookie is logged out as well."""
    db.session.execute(delete(LoginSession).where(LoginSession.token_hash == _hash(token)))
