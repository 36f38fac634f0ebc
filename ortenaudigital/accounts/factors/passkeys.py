"""Passkeys: add, use, remove; inside the caller's transaction."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from ortenaudigital.accounts.errors import UnknownPasskey, WrongPasskey
from ortenaudigital.accounts.factors.changes import factor_added, factor_removed
from ortenaudigital.accounts.factors.models import Passkey
from ortenaudigital.accounts.models import User
from ortenaudigital.adapters.passkeys import Asked, Key, NotOurs, read_id, read_new, read_used
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent, lock, row_count


def add_passkey(
    user_id: int, name: str, made: tuple[str, Asked], own: bytes, now: datetime
) -> list[str]:
    """Take a passkey that a browser has made; return recovery codes, if new ones came with it.

    `made`: what the browser sent, and what it was asked; `own`: the browser that stays logged in.
    Raises WrongPasskey.
    """
    user = lock(db.session.get_one(User, user_id))
    try:
        key = read_new(*made)
    except NotOurs as error:
        raise WrongPasskey() from error
    row = {"credential_id": key.credential_id, "public_key": key.public_key, "user_id": user_id}
    row |= {"sign_count": key.sign_count, "name": name, "added_at": now, "asked_at": now}
    if not insert_if_absent(Passkey, row):
        raise WrongPasskey()
    return factor_added(user, "accounts.passkey_added", own, now)


@dataclass(frozen=True)
class Challenge:
    """What a browser was asked to sign, and when."""

    asked: Asked
    at: datetime


def use_passkey(answer: str, challenge: Challenge | None, user_id: int | None) -> User:
    """Return whom a passkey lets in. Raises WrongPasskey, also if nothing was asked.

    `user_id`: who has typed their password; without one, the passkey must have made sure itself
    that its owner is there.
    """
    if challenge is None:
        raise WrongPasskey()
    try:
        same = Passkey.credential_id == read_id(answer)
        found = db.session.scalars(select(Passkey).where(same)).one_or_none()
        if found is None or user_id not in (None, found.user_id):
            raise WrongPasskey()
        key = Key(found.credential_id, found.public_key, found.sign_count)
        count = read_used(answer, challenge.asked, key, alone=user_id is None)
    except NotOurs as error:
        raise WrongPasskey() from error
    # Each answer passes once: the next one answers what was asked later than this.
    newer = update(Passkey).where(
        same, Passkey.asked_at < challenge.at, Passkey.sign_count == found.sign_count
    )
    if row_count(db.session.execute(newer.values(asked_at=challenge.at, sign_count=count))) != 1:
        raise WrongPasskey()
    user = db.session.get_one(User, found.user_id)
    if not user.active:
        raise WrongPasskey()
    return user


def remove_passkey(user_id: int, passkey_id: int, own: bytes, now: datetime) -> None:
    """Take a passkey off. The caller has asked for the password. Raises UnknownPasskey."""
    user = lock(db.session.get_one(User, user_id))
    one = delete(Passkey).where(Passkey.id == passkey_id, Passkey.user_id == user_id)
    if row_count(db.session.execute(one)) != 1:
        raise UnknownPasskey()
    factor_removed(user, "accounts.passkey_removed", own, now)
