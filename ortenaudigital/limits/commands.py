"""Take tokens out of buckets, in one statement each, so that no two processes take the same."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import bindparam, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.db.rows import row_count
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
        # Always in the same order, so that no two wait for one another.
        for claim in sorted(claims, key=lambda claim: claim.key):
            take_or_refuse(claim, now)


def take_or_refuse(claim: Claim, now: datetime) -> None:
    """Take from a bucket inside the caller's transaction. Raises TooMany."""
    if not take(claim, now):
        raise TooMany(_seconds_left(claim, now))


def take(claim: Claim, now: datetime) -> bool:
    """Take from a bucket inside the caller's transaction; say whether there was enough in it."""
    if not current_app.config["RATE_LIMITS"]:
        return True
    values = {
        "bucket": claim.key,
        "now": now.timestamp(),
        "taken": claim.seconds,
        "most": now.timestamp() + claim.limit.seconds,
    }
    return row_count(db.session.execute(_statement(), values)) == 1


def _statement() -> Any:
    insert: Any = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    now, taken, most = (bindparam(name, type_=Bucket.full_at.type) for name in _NUMBERS)
    # A moment that cannot be comes from a clock that was wrong: it must lock nobody out.
    stale = (Bucket.full_at < now) | (Bucket.full_at > most)
    full_at = case((stale, now), else_=Bucket.full_at) + taken
    statement = insert(Bucket.__table__).values(key=bindparam("bucket"), full_at=now + taken)
    statement = statement.on_conflict_do_update(
        index_elements=["key"], set_={"full_at": full_at}, where=full_at <= most
    )
    return statement.execution_options(preserve_rowcount=True)


_NUMBERS = ("now", "taken", "most")


def _seconds_left(claim: Claim, now: datetime) -> float:
    full_at = db.session.scalar(select(Bucket.full_at).where(Bucket.key == claim.key))
    enough_at = (full_at or 0.0) + claim.seconds - claim.limit.seconds
    return max(enough_at - now.timestamp(), 1.0)


def forget_full_buckets(now: datetime) -> None:
    """Delete what says nothing any more, inside the caller's transaction."""
    db.session.execute(delete(Bucket).where(Bucket.full_at < now.timestamp()))
