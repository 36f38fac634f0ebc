"""Take tokens out of buckets, in one statement, so that no two processes take the same."""

import hashlib
import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from flask import current_app
from sqlalchemy import bindparam, case, delete, select, true, union_all, update
from sqlalchemy.dialects import postgresql, sqlite

from ortenaudigital.kernel.db import connection, db, transaction
from ortenaudigital.kernel.db.driver import Prepared, driver_of
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.limits.models import Bucket
from ortenaudigital.limits.rules import Limit


@dataclass(frozen=True)
class Claim:
    """What is to be taken out of whose bucket. `subject` is never stored in clear."""

    limit: Limit
    subject: str
    cost: float = 1.0

    @property
    def key(self) -> bytes:
        """Return the key of the bucket."""
        secret = f"limits:{current_app.config['SECRET_KEY']}".encode()
        message = f"{self.limit.name}:{self.subject}".encode()
        return hmac.new(secret, message, hashlib.sha256).digest()

    @property
    def seconds(self) -> float:
        """Return how long it takes until the tokens are back; no claim costs more than all."""
        return min(self.cost * self.limit.step, self.limit.seconds)


def spend(claims: list[Claim], now: datetime) -> None:
    """Take from all of the buckets, or from none. Opens its own transaction. Raises TooMany."""
    if not claims or not current_app.config["RATE_LIMITS"]:
        return
    with transaction():
        refuse_unless(claims, take_each(claims, now), now)


def take_or_refuse(claim: Claim, now: datetime) -> None:
    """Take from a bucket inside the caller's transaction. Raises TooMany."""
    refuse_unless([claim], take_each([claim], now), now)


def refuse_unless(claims: Collection[Claim], taken: Collection[Claim], now: datetime) -> None:
    """Refuse who claimed more than could be taken. Raises TooMany."""
    for claim in claims:
        if claim not in taken:
            raise TooMany(_seconds_left(claim, now))


def take(claim: Claim, now: datetime) -> bool:
    """Take from a bucket inside the caller's transaction; say whether there was enough in it."""
    return claim in take_each([claim], now)


def take_each(claims: Sequence[Claim], now: datetime) -> list[Claim]:
    """Take from several buckets inside the caller's transaction, in one statement.

    Return the claims for which there was enough.
    """
    if not claims or not current_app.config["RATE_LIMITS"]:
        return list(claims)
    values: dict[str, Any] = {"now": now.timestamp()}
    by_key = {claim.key: claim for claim in claims}
    # Always in the same order, so that no two wait for one another.
    for number, (key, claim) in enumerate(sorted(by_key.items())):
        most = now.timestamp() + claim.limit.seconds
        values |= {f"key{number}": key, f"taken{number}": claim.seconds, f"most{number}": most}
    used = connection()
    taken = driver_of(used).rows(_statement(used.dialect.name, len(by_key)), values)
    return [by_key[key] for (key,) in taken]


_PUT_BACK = (
    update(Bucket)
    .where(Bucket.key == bindparam("bucket"))
    .values(full_at=Bucket.full_at - bindparam("seconds"))
)


def put_back(claims: Collection[Claim]) -> None:
    """Put back what was taken inside the same transaction."""
    if claims and current_app.config["RATE_LIMITS"]:
        rows = [{"bucket": claim.key, "seconds": claim.seconds} for claim in claims]
        connection().execute(_PUT_BACK, rows)


@cache
def _statement(dialect: str, number: int) -> Prepared:
    # Kept, because a statement that is made anew costs more to compile than to run.
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    keys = [bindparam(f"key{each}", type_=Bucket.key.type) for each in range(number)]
    taken, most = (
        [bindparam(f"{name}{each}", type_=Bucket.full_at.type) for each in range(number)]
        for name in ("taken", "most")
    )
    now = bindparam("now", type_=Bucket.full_at.type)
    # Not as VALUES of several rows, which the library compiles anew each time; and with a WHERE,
    # since SQLite would take ON CONFLICT for a part of the SELECT.
    rows = [select(key, now + each).where(true()) for key, each in zip(keys, taken, strict=True)]
    statement = insert(Bucket.__table__).from_select(["key", "full_at"], union_all(*rows))
    own_taken, own_most = (_of_row(keys, values) for values in (taken, most))
    # A moment that cannot be comes from a clock that was wrong: it must lock nobody out.
    stale = (Bucket.full_at < now) | (Bucket.full_at > own_most)
    full_at = case((stale, now), else_=Bucket.full_at) + own_taken
    return Prepared(
        statement.on_conflict_do_update(
            index_elements=["key"], set_={"full_at": full_at}, where=full_at <= own_most
        ).returning(Bucket.key)
    )


def _of_row(keys: list[Any], values: list[Any]) -> Any:
    """Say in SQL which of the values belongs to the bucket of a row."""
    pairs = zip(keys[1:], values[1:], strict=True)
    others = [(Bucket.key == key, value) for key, value in pairs]
    return case(*others, else_=values[0]) if others else values[0]


def _seconds_left(claim: Claim, now: datetime) -> float:
    full_at = db.session.scalar(select(Bucket.full_at).where(Bucket.key == claim.key))
    enough_at = (full_at or 0.0) + claim.seconds - claim.limit.seconds
    return max(enough_at - now.timestamp(), 1.0)


def forget_full_buckets(now: datetime) -> None:
    """Delete what says nothing any more, inside the caller's transaction."""
    db.session.execute(delete(Bucket).where(Bucket.full_at < now.timestamp()))
