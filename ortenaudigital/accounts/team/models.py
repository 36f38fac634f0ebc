"""The table of those who were invited to a team and have no account yet."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.kernel.choices import choice
from ortenaudigital.kernel.db import Model


class TeamInvitation(Model):
    """An open invitation to a team. Whoever accepts or withdraws it deletes the row."""

    __tablename__ = "team_invitation"
    __table_args__ = (
        UniqueConstraint("key_hash"),
        Index(None, "event_id"),
        Index(None, "town_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    key_hash: Mapped[bytes]
    email: Mapped[str]
    role: Mapped[Role] = mapped_column(choice(Role, "known_role"))
    # None for the whole house, as a membership.
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    town_id: Mapped[int | None] = mapped_column(ForeignKey("town.id"))
    sent_at: Mapped[datetime]
