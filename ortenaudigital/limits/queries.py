"""Questions about buckets."""

from flask import current_app
from sqlalchemy import bindparam, select

from ortenaudigital.kernel.db import connection
from ortenaudigital.limits.commands import Claim
from ortenaudigital.limits.models import Bucket

_FULL_AT = select(Bucket.full_at).where(Bucket.key == bindparam("bucket"))


def full_at(claim: Claim) -> float:
    """Say when a bucket is full again, in seconds of the epoch; 0.0 if nothing was taken."""
    if not current_app.config["RATE_LIMITS"]:
        return 0.0
    return connection().scalar(_FULL_AT, {"bucket": claim.key}) or 0.0
