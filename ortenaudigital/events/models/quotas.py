"""Places, counted in rows of their own."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.events.rules import extra_places
from ortenaudigital.kernel.db import Model


class Quota(Model):
    """A number of places: of a ticket type, of a day at the venue, or shared by several types.

    Whoever has it refers to it. Only a shared one has a name, `slug`. Without a `size` it limits
    nothing, and still counts what is taken. `size` is how many may be taken: where it is overbooked
    by a share, `extra` of them are no real places, since some guests never come.
    """

    __tablename__ = "quota"
    __table_args__ = (
        UniqueConstraint("event_id", "slug"),
        CheckConstraint("taken >= 0 AND (size IS NULL OR taken <= size)", name="taken_within_size"),
        CheckConstraint("size >= 0", name="size_not_negative"),
        CheckConstraint("overbook BETWEEN 0 AND 50", name="overbooked_by_half_at_most"),
        CheckConstraint("extra >= 0 AND (size IS NULL OR extra <= size)", name="extra_within_size"),
        CheckConstraint("freed >= 0 AND saved >= 0", name="kept_not_negative"),
        CheckConstraint("granted >= 0", name="granted_not_negative"),
        Index(
            "ix_quota_freed",
            "event_id",
            sqlite_where=text("freed > 0 OR saved > 0"),
            postgresql_where=text("freed > 0 OR saved > 0"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    slug: Mapped[str | None]
    title: Mapped[dict[str, str]] = mapped_column(default=dict)
    size: Mapped[int | None]
    taken: Mapped[int] = mapped_column(default=0)
    # By how many percent it is overbooked, and how many places that is; never those of a day.
    overbook: Mapped[int] = mapped_column(default=0)
    extra: Mapped[int] = mapped_column(default=0)
    # How many of `extra` organisers added by hand, booking for somebody beyond the places.
    granted: Mapped[int] = mapped_column(default=0)
    # Given back while somebody waits for them, and not offered yet: not for whoever comes along.
    freed: Mapped[int] = mapped_column(default=0)
    # Saved up for somebody who waits for more of them.
    saved: Mapped[int] = mapped_column(default=0)

    @property
    def real_size(self) -> int | None:
        """Return how many places there really are; None if nothing limits them."""
        return None if self.size is None else self.size - self.extra

    def resize(self, size: int | None, overbook: int = 0) -> None:
        """Make it so large, and overbooked by a share in percent; what was granted stays so."""
        self.overbook = overbook
        granted = self.granted or 0
        self.extra = 0 if size is None else extra_places(size, overbook) + granted
        self.size = None if size is None else size + self.extra

    @property
    def left(self) -> int | None:
        """Return how many places everybody may still have; None if nothing limits them."""
        if self.size is None:
            return None
        return max(self.size - self.taken - self.freed - self.saved, 0)
