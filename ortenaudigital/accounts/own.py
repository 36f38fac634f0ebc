"""What people change about their own account, inside the caller's transaction."""

from datetime import datetime

from ortenaudigital.accounts import letters
from ortenaudigital.accounts.commands import HashedPassword, set_password
from ortenaudigital.accounts.errors import WrongPassword
from ortenaudigital.accounts.models import User
from ortenaudigital.accounts.sessions import end_one_session, end_sessions
from ortenaudigital.audit.commands import record
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import lock
from ortenaudigital.outbox.commands import About, enqueue


def subject_of(user: User) -> str:
    """Name an account in the history, as subject and as who did something to it."""
    return f"user:{user.id}"


def rename(user_id: int, name: str, now: datetime) -> None:
    """Write another name."""
    user = lock(db.session.get_one(User, user_id))
    if user.name != name:
        user.name = name
        record("accounts.renamed", subject_of(user), subject_of(user), now, fields=["name"])


def change_password(user_id: int, known_hash: str, password: HashedPassword, now: datetime) -> User:
    """Set another password, end all logins and write to the owner.

    `known_hash`: what the present password was compared with, which takes too long to do it in
    here. Raises WrongPassword if somebody has set another one since.
    """
    user = lock(db.session.get_one(User, user_id))
    if user.password != known_hash:
        raise WrongPassword()
    set_password(user, password)
    tell(user, letters.PASSWORD_CHANGED, "accounts.password_changed", now)
    return user


def tell(user: User, kind: str, action: str, now: datetime) -> None:
    """Write down what happened to the login of an account, and to its owner."""
    record(action, subject_of(user), subject_of(user), now)
    enqueue(kind, About(user.id, letters.LABEL), now)


def end_login(user: User, key: bytes, now: datetime) -> bool:
    """Log one browser out; say whether it was logged in."""
    ended = end_one_session(user.id, key)
    if ended:
        record("accounts.login_ended", subject_of(user), subject_of(user), now)
    return ended


def end_other_logins(user: User, own: bytes, now: datetime) -> int:
    """Log all other browsers out; return how many they were."""
    number = end_sessions(user.id, but=own)
    if number:
        record("accounts.logins_ended", subject_of(user), subject_of(user), now, number=number)
    return number
