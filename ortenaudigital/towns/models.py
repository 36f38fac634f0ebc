"""The table of towns."""

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.db import Model


class Town(Model):
    """A town as imprint and privacy notice name it; what is not known is empty, never made up.

    Its people are named because of their office, which is public.
    """

    __tablename__ = "town"
    __table_args__ = (
        UniqueConstraint("slug"),
        # One town runs these pages for all.
        Index(
            "uq_town_operator",
            "is_operator",
            unique=True,
            sqlite_where=text("is_operator"),
            postgresql_where=text("is_operator"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    # As an office is written to, and as people say it: `Stadt Kehl`, `Kehl`.
    name: Mapped[str]
    short_name: Mapped[str]
    is_operator: Mapped[bool] = mapped_column(default=False)
    address: Mapped[str] = mapped_column(default="")
    representative: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    supervisory_body: Mapped[str] = mapped_column(default="")
    vat_id: Mapped[str] = mapped_column(default="")
    data_protection_officer: Mapped[str] = mapped_column(default="")
    data_protection_email: Mapped[str] = mapped_column(default="")
    data_protection_phone: Mapped[str] = mapped_column(default="")
    data_protection_authority: Mapped[str] = mapped_column(default="")

    @property
    def data_protection_contact(self) -> str:
        """Return what is known of who protects people's data, nothing if that is nothing."""
        return (
            self.data_protection_officer or self.data_protection_email or self.data_protection_phone
        )
