"""Ask for a new password, and set it, inside the caller's transaction."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, select

from ortenaudigital.accounts import letters as account_letters
from ortenaudigital.accounts.commands import HashedPassword, set_password
from ortenaudigital.accounts.errors import UnknownReset
from ortenaudigital.accounts.models import User
from ortenaudigital.accounts.own import tell
from ortenaudigital.accounts.resets.letters import PASSWORD_RESET
from ortenaudigital.accounts.resets.links import reset_key
from ortenaudigital.accounts.resets.models import PasswordReset
from ortenaudigital.accounts.resets.rules import VALID, is_valid
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import row_count
from ortenaudigital.limits.commands import Claim, take
from ortenaudigital.limits.rules import RESET_LETTERS
from ortenaudigital.outbox.commands import About, enqueue


def ask(email: str, now: datetime) -> None:
    """Have the link sent, if there is such an account; a mailbox gets only a few of them."""
    address = email.strip().lower()
    db.session.execute(delete(PasswordReset).where(PasswordReset.asked_at < now - VALID))
    if not take(Claim(RESET_LETTERS, address), now):
        return
    asked = PasswordReset(id=uuid4(), email=address, asked_at=now)
    asked.key_hash = fingerprint(reset_key(asked.id))
    db.session.add(asked)
    db.session.flush()
    enqueue(PASSWORD_RESET, About(asked.id, account_letters.LABEL), now)


def get_user_of_reset(key: str, now: datetime) -> User:
    """Return whose password a link sets. Raises UnknownReset, also if it is too old."""
    same = PasswordReset.key_hash == fingerprint(key)
    asked = db.session.scalar(select(PasswordReset).where(same))
    if asked is None or not is_valid(asked.asked_at, now):
        raise UnknownReset()
    user = db.session.scalar(select(User).where(User.email == asked.email))
    if user is None:
        raise UnknownReset()
    return user


def reset_password(key: str, password: HashedPassword, now: datetime) -> None:
    """Set the password, end all logins and all other links. Raises UnknownReset."""
    user = get_user_of_reset(key, now)
    # Whoever deletes the row uses the link; there is no second.
    used = delete(PasswordReset).where(PasswordReset.key_hash == fingerprint(key))
    if row_count(db.session.execute(used)) != 1:
        raise UnknownReset()
    db.session.execute(delete(PasswordReset).where(PasswordReset.email == user.email))
    set_password(user, password)
    tell(user, account_letters.PASSWORD_CHANGED, "accounts.password_reset", now)
