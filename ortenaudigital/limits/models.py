"""The table of buckets."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.db import Model


class Bucket(Model):
    """One bucket. Its key is a keyed hash: nobody can read from it whose it is."""

    __tablename__ = "limit_bucket"
    __table_args__ = (Index(None, "full_at"),)

    key: Mapped[bytes] = mapped_column(primary_key=True)
    # In seconds of the epoch: when it is full again, unless more is taken out.
    full_at: Mapped[float]
