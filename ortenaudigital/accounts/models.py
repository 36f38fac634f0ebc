"""The tables of people who log in, in the shape that Flask-Security expects."""

from datetime import datetime

from flask_security.core import UserMixin
from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.accounts.permissions import PERMISSIONS, Permission, Role
from ortenaudigital.kernel.choices import choice
from ortenaudigital.kernel.db import Model


class User(Model, UserMixin):
    """Someone who logs in with an e-mail address and a password."""

    __tablename__ = "user"
    __table_args__ = (
        UniqueConstraint("email"),
        UniqueConstraint("fs_uniquifier"),
        Index(None, "town_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    password: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str]
    # For which town somebody works; it gives no right.
    town_id: Mapped[int | None] = mapped_column(ForeignKey("town.id"))

    memberships: Mapped[list["Membership"]] = relationship(
        order_by="Membership.id", lazy="selectin", back_populates="user"
    )

    def permissions_at(self, event_id: int) -> frozenset[Permission]:
        """Return what somebody may do at an event; nothing if it is none of theirs."""
        mine = (each for each in self.memberships if each.event_id in (None, event_id))
        return frozenset().union(*(PERMISSIONS[each.role] for each in mine))

    def reach_of(self, permission: Permission) -> frozenset[int] | None:
        """Return the ids of the events at which somebody has a permission; None for all."""
        having = {each.event_id for each in self.memberships if each.has(permission)}
        return None if None in having else frozenset(filter(None, having))

    def has_anywhere(self, permission: Permission) -> bool:
        """Say whether somebody has a permission at one event or more."""
        return any(each.has(permission) for each in self.memberships)


class Membership(Model):
    """In which role somebody belongs to an event, or without an event to the whole house."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("user_id", "event_id"),
        # No event is no value: two such rows would not be the same to the rule above.
        Index(
            "uq_membership_whole_house",
            "user_id",
            unique=True,
            sqlite_where=text("event_id IS NULL"),
            postgresql_where=text("event_id IS NULL"),
        ),
        Index(None, "event_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    role: Mapped[Role] = mapped_column(choice(Role, "known_role"))

    user: Mapped[User] = relationship(back_populates="memberships")

    def has(self, permission: Permission) -> bool:
        """Say whether the role includes a permission."""
        return permission in PERMISSIONS[self.role]


class LoginSession(Model):
    """One browser in which somebody is logged in. It ends here, whatever the browser keeps."""

    __tablename__ = "login_session"
    __table_args__ = (Index(None, "user_id"),)

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    remembered: Mapped[bool]
    # The browser and the system in two words; nothing else of what it says about itself.
    device: Mapped[str] = mapped_column(default="")
    # Whether it was opened by more than a password, or a second factor was set up in it.
    by_second_factor: Mapped[bool]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
