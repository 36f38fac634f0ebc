"""What can be done with accounts."""

from datetime import datetime
from typing import NewType
from uuid import uuid4

from flask import current_app
from flask_security import RoleMixin, SQLAlchemyUserDatastore, hash_password, verify_password
from sqlalchemy import select

from ortenaudigital.accounts.errors import WeakPassword, WrongPassword
from ortenaudigital.accounts.models import Membership, User
from ortenaudigital.accounts.permissions import Role
from ortenaudigital.accounts.sessions import end_sessions
from ortenaudigital.audit.commands import record
from ortenaudigital.audit.rules import from_to
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import lock

# Roles are not what the login library calls so; it is given none.
datastore = SQLAlchemyUserDatastore(db, User, RoleMixin)
# The library that guesses looks at no more of it.
MOST_GUESSED = 72
LEAST_PASSWORD = 12
HashedPassword = NewType("HashedPassword", str)


def hashed(password: str) -> HashedPassword:
    """Hash a password, before the transaction that stores it: it takes long on purpose.

    Meanwhile nobody else could write to SQLite.
    """
    return HashedPassword(hash_password(_normalised(password)))


def create_user(email: str, name: str, password: HashedPassword) -> User:
    """Create an account, or give the one with this address a new password.

    A new one may do nothing before it has a role; see `assign_role`.
    """
    address = email.strip().lower()
    user = db.session.scalar(select(User).where(User.email == address))
    if user is None:
        user = User(email=address)
        db.session.add(user)
    user.name = name
    set_password(user, password)
    return user


def set_password(user: User, password: HashedPassword) -> None:
    """Give an account another password, which ends every session that was opened before."""
    user.password = password
    user.fs_uniquifier = uuid4().hex
    db.session.flush()
    end_sessions(user.id)


def prove_password(user: User, password: str) -> None:
    """Look whether this is the password of an account. Raises WrongPassword."""
    if not verify_password(_normalised(password), user.password):
        raise WrongPassword()


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


def give_role(user_id: int, role: Role, event_id: int | None, now: datetime, actor: str) -> None:
    """Give somebody a role as `assign_role` does, and write down from which to which."""
    known = select(Membership.role).where(
        Membership.user_id == user_id, Membership.event_id == event_id
    )
    was, subject = db.session.scalar(known), f"user:{user_id}"
    assign_role(user_id, role, event_id)
    if was is None:
        record("accounts.added", subject, actor, now, event_id=event_id, role=role.value)
    elif was is not role:
        moved = {"was": was.value, "becomes": role.value}
        record("accounts.role_changed", subject, actor, now, event_id=event_id, **moved)


def set_active(user_id: int, active: bool, now: datetime, actor: str) -> bool:
    """Lock an account, which ends its logins, or open it again; say whether it was otherwise."""
    user = lock(db.session.get_one(User, user_id))
    if user.active == active:
        return False
    user.active = active
    if not active:
        end_sessions(user_id)
    values = from_to({"may_log_in": not active}, {"may_log_in": active})
    action = "accounts.unlocked" if active else "accounts.locked"
    record(action, f"user:{user_id}", actor, now, **values)
    return True


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
