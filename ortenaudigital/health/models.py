"""The table that health checks write to."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.db import Model


class Probe(Model):
    """One row, written to see whether anything can be written."""

    __tablename__ = "probe"

    id: Mapped[int] = mapped_column(primary_key=True)
    written_at: Mapped[datetime]
