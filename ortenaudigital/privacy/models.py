"""The protocol of erasure: what was announced, and when it was carried out."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.db import Model


class Erasure(Model):
    """What was due by a moment, in numbers; never who."""

    __tablename__ = "erasure"

    id: Mapped[int] = mapped_column(primary_key=True)
    announced_at: Mapped[datetime]
    due_until: Mapped[datetime]
    bookings: Mapped[int]
    exhibitors: Mapped[int]
    # Names of devices, and reasons given at the door.
    other: Mapped[int]
    done_at: Mapped[datetime | None]
